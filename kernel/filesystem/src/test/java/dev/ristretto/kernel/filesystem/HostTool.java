package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.kernel.filesystem.block.ArrayDevice;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of the host that know the formats too. Without them tests are skipped, but not where CI=true says so. */
public final class HostTool {
    private static final int CHUNK = 1 << 20;

    /** Else mkfs.ext4 takes one by chance, and places of names in directories follow from it. */
    private static final String ID = "6b1f0c2e-3a57-4d19-8e44-5f0a7c9d2b13";

    private HostTool() {}

    /**
     * What a program did.
     *
     * @param status its exit status
     * @param output what it printed, errors too
     */
    public record Result(int status, String output) {}

    /** Skips the test, or fails in continuous integration, if the program is not there. */
    public static void require(String name) {
        boolean there = find(name) != null;
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as("%s is installed", name).isTrue();
        }
        assumeTrue(there, name + " is not installed");
    }

    /** Runs a program and waits for it. */
    public static Result run(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(String.valueOf(find(name)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("MKE2FS_SKIP_PROGRESS", "1");
        builder.environment().put("E2FSPROGS_FAKE_TIME", "1000000000");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), output);
    }

    /** Runs a program, which has to succeed; what it printed. */
    public static String succeed(String name, String... arguments) throws IOException, InterruptedException {
        Result result = run(name, arguments);
        assertThat(result.status())
                .as("%s %s:%n%s", name, List.of(arguments), result.output())
                .isZero();
        return result.output();
    }

    /**
     * A device as mkfs.ext4 makes it, the same each time.
     *
     * @param options options of mkfs.ext4, divided by spaces
     * @param tree what is on it, or null for nothing
     */
    public static ArrayDevice makeExt4(Path folder, String options, int mebibytes, @Nullable Path tree)
            throws IOException, InterruptedException {
        Path image = folder.resolve("made");
        Files.deleteIfExists(image);
        List<String> arguments = new ArrayList<>(List.of("-q", "-F", "-U", ID, "-E", "hash_seed=" + ID));
        arguments.addAll(List.of(options.split(" ")));
        if (tree != null) {
            arguments.addAll(List.of("-d", tree.toString()));
        }
        arguments.addAll(List.of(image.toString(), mebibytes + "M"));
        String unused = succeed("mkfs.ext4", arguments.toArray(String[]::new));
        return new ArrayDevice(Files.readAllBytes(image));
    }

    /** Checks a file system with e2fsck, which changes nothing and has to find nothing. */
    public static void checkExt4(BlockDevice device, Path folder, String what) throws Exception {
        Path image = folder.resolve("check.img");
        save(device, image);
        Result result = run("e2fsck", "-fn", image.toString());
        assertThat(result.status()).as("%s%n%s", what, result.output()).isZero();
        Files.delete(image);
    }

    /** Writes what is on a device to a file, with holes where it is zero. */
    public static void save(BlockDevice device, Path file) throws IOException, BlockFault {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] zeros = new byte[CHUNK];
            for (long at = 0; at < device.size(); at += CHUNK) {
                ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, device.size() - at));
                device.read(at, chunk);
                chunk.flip();
                boolean last = at + chunk.limit() == device.size();
                if (last || chunk.mismatch(ByteBuffer.wrap(zeros, 0, chunk.limit())) >= 0) {
                    channel.write(chunk, at);
                }
            }
        }
    }

    /** Writes what is in a file to a device. */
    public static void load(Path file, BlockDevice device) throws IOException, BlockFault {
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] zeros = new byte[CHUNK];
            for (long at = 0; at < channel.size(); at += CHUNK) {
                ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, channel.size() - at));
                int unused = channel.read(chunk, at);
                chunk.flip();
                if (chunk.mismatch(ByteBuffer.wrap(zeros, 0, chunk.limit())) >= 0) {
                    device.write(at, chunk);
                }
            }
        }
    }

    private static @Nullable Path find(String name) {
        for (String folder : List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")) {
            Path path = Path.of(folder, name);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return null;
    }
}
