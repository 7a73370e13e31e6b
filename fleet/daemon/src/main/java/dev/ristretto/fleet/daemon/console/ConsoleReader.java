package dev.ristretto.fleet.daemon.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** Reads a console from file to file while it is written. Not safe for use by several threads. */
public final class ConsoleReader {

    private final ConsoleFiles files;
    private ConsolePosition position;

    ConsoleReader(ConsoleFiles files, ConsolePosition position) {
        this.files = files;
        this.position = position;
    }

    /** Reads what there is; 0 if there is nothing now. */
    public int read(byte[] buffer) throws IOException {
        TreeMap<Integer, Path> all = files.files();
        while (true) {
            Map.Entry<Integer, Path> file = all.ceilingEntry(position.file());
            if (file == null) {
                return 0;
            }
            if (file.getKey() != position.file()) {
                position = new ConsolePosition(file.getKey(), 0);
            }
            int count = read(file.getValue(), buffer);
            if (count > 0) {
                position = new ConsolePosition(file.getKey(), position.offset() + count);
                return count;
            }
            // A file is complete once something stands in the next.
            Map.Entry<Integer, Path> next = all.higherEntry(file.getKey());
            if (next == null || isEmpty(next.getValue())) {
                return 0;
            }
            position = new ConsolePosition(next.getKey(), 0);
        }
    }

    private int read(Path file, byte[] buffer) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Math.max(0, channel.read(ByteBuffer.wrap(buffer), position.offset()));
        } catch (NoSuchFileException e) {
            // Deleted because it was the oldest; the next one follows.
            return 0;
        }
    }

    private static boolean isEmpty(Path file) throws IOException {
        return !Files.exists(file) || Files.size(file) == 0;
    }
}
