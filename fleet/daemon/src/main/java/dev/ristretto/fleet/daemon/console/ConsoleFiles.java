package dev.ristretto.fleet.daemon.console;

import dev.ristretto.run.host.FolderEntries;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console files of one instance: {@code console.N.log}, a new one for each start and whenever one has become too
 * large. The oldest are deleted when there are too many. Safe for use by several threads.
 */
public final class ConsoleFiles {

    /** A file that has become larger than this is followed by a new one. */
    static final long FILE_BYTES = 4L << 20;

    /** The oldest files are deleted beyond this, and beyond a number. */
    static final long ALL_BYTES = 16L << 20;

    static final int MOST_FILES = 16;

    private static final Pattern NAME = Pattern.compile("console\\.(\\d{1,9})\\.log");
    private static final int TAIL_BYTES = 8192;

    private final Path folder;
    private final ConsoleIndex index;

    /** The file that is written now, and its size when it was looked at; null if that is to be found out. */
    private @Nullable File seen;

    private long seenSize;

    /** The highest number that was given away; a file of it may come into being at any time. */
    private int promised;

    /** The files in a folder. Nothing is read or made before it is needed. */
    public ConsoleFiles(Path folder) {
        this.folder = folder;
        this.index = new ConsoleIndex(folder);
    }

    /** The file that is to be written next; it does not exist yet, but its folder does. */
    public synchronized Path next(Instant now) throws IOException {
        Files.createDirectories(folder);
        TreeMap<Integer, Path> files = files();
        int number = files.isEmpty() ? 1 : files.lastKey() + 1;
        note(now);
        promised = number;
        seen = null;
        index.add(new ConsolePosition(number, 0), now);
        return path(number);
    }

    /** The file that is written now; where there is none yet, the one that will be first. */
    public synchronized Path current() throws IOException {
        TreeMap<Integer, Path> files = files();
        return path(files.isEmpty() ? 1 : files.lastKey());
    }

    /**
     * Notices how far the console has come and deletes what is too old; returns whether the present file has become too
     * large.
     */
    public synchronized boolean note(Instant now) throws IOException {
        File known = seen;
        if (known != null && known.length() == seenSize) {
            // Most consoles are silent most of the time; asking for one size is all that this costs then.
            return seenSize > FILE_BYTES;
        }
        seen = null;
        TreeMap<Integer, Path> files = files();
        if (files.isEmpty()) {
            return false;
        }
        long size = Files.size(files.lastEntry().getValue());
        index.add(new ConsolePosition(files.lastKey(), size), now);
        long sum = 0;
        int kept = 0;
        for (Iterator<Path> older = files.descendingMap().values().iterator(); older.hasNext(); ) {
            Path file = older.next();
            sum += Files.size(file);
            kept++;
            if (kept > 1 && (sum > ALL_BYTES || kept > MOST_FILES)) {
                Files.delete(file);
                older.remove();
            }
        }
        index.dropBefore(files.firstKey());
        if (files.lastKey() >= promised) {
            seen = files.lastEntry().getValue().toFile();
            seenSize = size;
        }
        return size > FILE_BYTES;
    }

    /** Where what was written since a time begins, or somewhat before. */
    public synchronized ConsolePosition at(Instant time) throws IOException {
        return index.at(time);
    }

    /** The last lines of the present file. */
    public List<String> lastLines(int most) throws IOException {
        Path file = current();
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, bytes.length() - TAIL_BYTES);
            bytes.seek(start);
            byte[] tail = new byte[(int) (bytes.length() - start)];
            bytes.readFully(tail);
            List<String> lines =
                    new String(tail, StandardCharsets.UTF_8).lines().toList();
            return List.copyOf(lines.subList(Math.max(0, lines.size() - most), lines.size()));
        }
    }

    /** Reads from a place on. */
    public ConsoleReader reader(ConsolePosition from) {
        return new ConsoleReader(this, from);
    }

    /** The files that there are, by number. */
    TreeMap<Integer, Path> files() throws IOException {
        TreeMap<Integer, Path> files = new TreeMap<>();
        List<Path> entries;
        try {
            entries = FolderEntries.of(folder, "console.*.log");
        } catch (NoSuchFileException e) {
            // The instance has been removed.
            return files;
        }
        for (Path entry : entries) {
            Matcher name = NAME.matcher(entry.getFileName().toString());
            if (name.matches()) {
                files.put(Integer.parseInt(name.group(1)), entry);
            }
        }
        return files;
    }

    private Path path(int number) {
        return folder.resolve("console." + number + ".log");
    }
}
