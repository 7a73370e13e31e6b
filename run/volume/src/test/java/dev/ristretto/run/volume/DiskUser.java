package dev.ristretto.run.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A process that has locked a disk as somebody does who runs an instance, until it is closed. */
final class DiskUser implements AutoCloseable {

    /** How it locks. */
    enum Manner {
        /** The whole file, exclusively. */
        WRITES("0 max false"),
        /** The whole file, shared. */
        READS("0 max true"),
        /** As QEMU 7.2 for a disk that can be written. */
        WRITES_BY_BYTES("100 1 true 101 1 true 201 1 true 203 1 true"),
        /** As QEMU 7.2 for a disk that can be read only. */
        READS_BY_BYTES("100 1 true 201 1 true 203 1 true");

        private final String ranges;

        Manner(String ranges) {
            this.ranges = ranges;
        }
    }

    private final Process process;

    DiskUser(Path disk, Manner manner) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DiskUser.class.getName(),
                disk.toString()));
        command.addAll(List.of(manner.ranges.split(" ")));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("locked");
    }

    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel =
                FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int i = 1; i < arguments.length; i += 3) {
                long length = arguments[i + 1].equals("max") ? Long.MAX_VALUE : Long.parseLong(arguments[i + 1]);
                FileLock lock =
                        channel.tryLock(Long.parseLong(arguments[i]), length, Boolean.parseBoolean(arguments[i + 2]));
                System.out.print(lock == null ? "not " : "");
            }
            System.out.println("locked");
            int unused = System.in.read();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
    }
}
