package dev.ristretto.run.vmm.network;

import dev.ristretto.run.host.HostConnectivity;
import dev.ristretto.run.host.HostPrograms;
import dev.ristretto.run.host.SocketTable;
import dev.ristretto.run.host.VerdictCache;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks for a passt that works: it needs user namespaces, which some hosts forbid. So it is started once, and the
 * verdict is kept until the next start of the host or the next change of passt. Safe for use by several threads.
 */
public final class PasstSearch {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 1;

    private final String searchPath;
    private final VerdictCache cache;

    /**
     * Prepares without looking at the host yet.
     *
     * @param searchPath folders to look in, separated by colons, as in the variable {@code PATH}
     * @param cache where the verdict is kept
     */
    public PasstSearch(String searchPath, VerdictCache cache) {
        this.searchPath = searchPath;
        this.cache = cache;
    }

    /**
     * What was found.
     *
     * @param passt for this host as it is now, if there is one that works
     * @param obstacle why there is none, in one line; empty if there is
     * @param remedy how to get one, in one line; empty if there is one
     */
    public record Result(Optional<Passt> passt, String obstacle, String remedy) {}

    /** Looks for it; what was found before about the same passt counts. */
    public Result find() {
        return find(false);
    }

    /** Looks for it and tries it anew. */
    public Result examine() {
        return find(true);
    }

    private Result find(boolean anew) {
        Optional<Path> program = HostPrograms.find(searchPath, Passt.NAME);
        if (program.isEmpty()) {
            return new Result(Optional.empty(), "passt is not installed", Passt.remedy());
        }
        Passt passt = new Passt(program.get(), HostConnectivity.now(), "root".equals(System.getProperty("user.name")));
        String question = "passt " + VerdictCache.identity(passt.program()) + " " + System.getProperty("user.name")
                + " " + VerdictCache.thisBoot();
        return cache.obstacle(question, anew, () -> attempt(passt))
                .map(reason -> new Result(
                        Optional.empty(),
                        "passt does not work here (" + reason + ")",
                        "Allow this user namespaces of its own (user.max_user_namespaces,"
                                + " kernel.apparmor_restrict_unprivileged_userns)"))
                .orElseGet(() -> new Result(Optional.of(passt), "", ""));
    }

    private static Optional<String> attempt(Passt passt) {
        try {
            Path folder = Files.createTempDirectory("ristretto");
            Path socket = folder.resolve("network");
            try {
                return attempt(passt, socket);
            } finally {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return Optional.of("it cannot be tried: " + e.getMessage());
        }
    }

    private static Optional<String> attempt(Passt passt, Path socket) throws IOException {
        Process process =
                new ProcessBuilder(passt.idle(socket)).redirectErrorStream(true).start();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (process.isAlive() && System.nanoTime() < end) {
                if (SocketTable.isListening(socket)) {
                    return isServed(socket) ? Optional.empty() : Optional.of("it does not answer");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return Optional.of(process.isAlive() ? "it does not listen" : lastLine(process));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isServed(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private static String lastLine(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .orElse("it ended and said nothing");
    }
}
