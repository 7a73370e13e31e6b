package dev.ristretto.build.compiler;

import dev.ristretto.build.Installation;
import dev.ristretto.image.model.Digest;
import dev.ristretto.run.host.Lifeline;
import dev.ristretto.run.host.PrivateFiles;
import dev.ristretto.run.host.UnixSockets;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Has programs compiled by an image builder that stays, {@code WarmBuilder} of the module build/builder, which is
 * started when there is none. There is one for each user and installation; one that was started with other arguments
 * gives way.
 */
final class WarmBuilderClient {
    private static final String MAIN = BuilderCommand.MODULE + "/dev.ristretto.build.builder.WarmBuilder";
    private static final String SOCKET = ".socket";
    private static final int KEY_DIGITS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final List<String> KEPT_VARIABLES = List.of("HOME", "PATH", "TMPDIR");

    private final Path folder;

    /** @param folder where the process has its socket and log */
    WarmBuilderClient(Path folder) {
        this.folder = folder;
    }

    /**
     * Compiles.
     *
     * @return the exit status; empty if the process is busy, cannot be started, or has gone in the middle of it
     * @throws InterruptedException if the calling thread is interrupted; the process has ended then
     */
    OptionalInt build(Installation installation, BuilderCommand command, BuilderOutput output)
            throws IOException, InterruptedException {
        try (SocketChannel channel = connect(installation, command.jvmArgumentsToStay())) {
            if (channel == null) {
                return OptionalInt.empty();
            }
            return ask(channel, command.folder())
                    ? output.copyUntilStatus(new InputStreamReader(new Answer(channel), StandardCharsets.UTF_8))
                    : OptionalInt.empty();
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while the image builder worked");
        }
    }

    /** False if the process has hung up already, as one does that is busy. */
    private static boolean ask(SocketChannel channel, Path folder) throws ClosedByInterruptException {
        try {
            channel.write(StandardCharsets.UTF_8.encode(folder + "\n"));
            return true;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the sockets of all processes, which have them end once they are idle. */
    void end() {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(folder, "*" + SOCKET)) {
            for (Path socket : sockets) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException e) {
            // There are none, or they end by the clock.
        }
    }

    /** One at a time, in all processes of the user: otherwise several would start the same. */
    private @Nullable SocketChannel connect(Installation installation, List<String> jvmArguments)
            throws IOException, InterruptedException {
        Files.createDirectories(folder, PrivateFiles.FOLDER);
        Path socket = folder.resolve(identity(installation, jvmArguments) + SOCKET);
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > UnixSockets.LONGEST_PATH) {
            return null;
        }
        synchronized (WarmBuilderClient.class) {
            try (FileChannel file = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                SocketChannel channel = open(socket);
                if (channel != null) {
                    return channel;
                }
                end();
                return start(installation, socket, jvmArguments) ? open(socket) : null;
            }
        }
    }

    private static @Nullable SocketChannel open(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return null;
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            return null;
        }
    }

    private boolean start(Installation installation, Path socket, List<String> jvmArguments)
            throws IOException, InterruptedException {
        Path file = folder.resolve("jvm-arguments");
        BuilderCommand.writeArguments(file, jvmArguments);
        ProcessBuilder builder = new ProcessBuilder(
                        installation.javaHome().resolve("bin/java").toString(),
                        "@" + file,
                        "--module",
                        MAIN,
                        socket.toString(),
                        String.valueOf(PATIENCE.toSeconds()))
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(Redirect.to(folder.resolve("log").toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(KEPT_VARIABLES);
        environment.put("LC_ALL", "C.UTF-8");
        return isReady(Lifeline.startDetached(builder));
    }

    private static boolean isReady(Process process) throws InterruptedException {
        CompletableFuture<String> word =
                CompletableFuture.supplyAsync(() -> firstLine(process), Thread::startVirtualThread);
        boolean ready = false;
        try {
            ready = word.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS).equals("ready");
        } catch (ExecutionException | TimeoutException e) {
            // The program is compiled without it, which says what is wrong with the JVM.
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
        return ready;
    }

    private static String firstLine(Process process) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            return String.valueOf(reader.readLine());
        } catch (IOException e) {
            return "";
        }
    }

    /** Differs when the process would be another one: with other arguments, or when the files it runs have changed. */
    private static String identity(Installation installation, List<String> jvmArguments) throws IOException {
        List<String> parts = new ArrayList<>(jvmArguments);
        List<Path> files = new ArrayList<>(installation.builderModules());
        files.addAll(installation.patch());
        files.add(installation.javaHome().resolve("release"));
        for (Path path : files) {
            parts.add(path + " " + Files.size(path) + " " + Files.getLastModifiedTime(path));
        }
        return Digest.hex(Digest.of(String.join("\n", parts))).substring(0, KEY_DIGITS);
    }

    /** What a process sends. It ends where the connection breaks, as it does if the process hangs up at once. */
    private static final class Answer extends FilterInputStream {
        Answer(SocketChannel channel) {
            super(Channels.newInputStream(channel));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int start, int length) throws IOException {
            try {
                return super.read(target, start, length);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                return -1;
            }
        }
    }
}
