package dev.ristretto.fleet.daemon.console;

import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a console had reached which place: one line {@code FILE OFFSET MILLIS} for each time that growth was noticed.
 * What stands behind a place was written after its time. A guest that writes a little all the time must fill neither
 * the daemon's memory nor the disk by it: only the last place is kept in memory, and of a file that has become too
 * large most lines go. Not safe for use by several threads.
 */
final class ConsoleIndex {

    /** Some two or three thousand places. */
    static final int MOST_BYTES = 64 * 1024;

    /** How many of them stay, about, when there are too many. */
    private static final int KEPT = 1000;

    private record Mark(ConsolePosition position, long millis) {}

    private static final Pattern LINE = Pattern.compile("\\d{1,9} \\d{1,18} \\d{1,18}");

    private final Path folder;

    private boolean known;

    /** Null if there is none. */
    private @Nullable ConsolePosition last;

    /** The first console file that something is said of. */
    private int firstFile = Integer.MAX_VALUE;

    private long size;

    /** The file may end within a line: a crash or a full disk has cut it off. */
    private boolean torn;

    /** An index that is not read yet. */
    ConsoleIndex(Path folder) {
        this.folder = folder;
    }

    private Path file() {
        return folder.resolve("console.index");
    }

    private void know() throws IOException {
        if (!known) {
            String text = text();
            torn = !text.isEmpty() && !text.endsWith("\n");
            know(marks(text), text.length());
        }
    }

    private void know(List<Mark> marks, long bytes) {
        last = marks.isEmpty() ? null : marks.getLast().position();
        firstFile = marks.isEmpty()
                ? Integer.MAX_VALUE
                : marks.getFirst().position().file();
        size = bytes;
        known = true;
    }

    private String text() throws IOException {
        try {
            return Files.readString(file(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            // Nothing has been noticed yet.
            return "";
        }
    }

    /** What stands in whole lines. */
    private static List<Mark> marks(String text) {
        List<Mark> marks = new ArrayList<>();
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
            if (LINE.matcher(line).matches()) {
                String[] words = line.split(" ");
                marks.add(new Mark(
                        new ConsolePosition(Integer.parseInt(words[0]), Long.parseLong(words[1])),
                        Long.parseLong(words[2])));
            }
        });
        return marks;
    }

    void add(ConsolePosition position, Instant now) throws IOException {
        know();
        if (position.equals(last)) {
            return;
        }
        // What was cut off must not become the beginning of this line.
        String line = (torn ? "\n" : "") + line(new Mark(position, now.toEpochMilli()));
        torn = true;
        Files.writeString(file(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        torn = false;
        last = position;
        firstFile = Math.min(firstFile, position.file());
        size += line.length();
        if (size > MOST_BYTES) {
            thin();
        }
    }

    /** Where a console file begins stays, and so does the last place; others stay if some time is between them. */
    private void thin() throws IOException {
        List<Mark> marks = marks(text());
        long apart = (marks.getLast().millis() - marks.getFirst().millis()) / KEPT;
        List<Mark> kept = new ArrayList<>();
        for (Mark mark : marks) {
            if (kept.isEmpty()
                    || mark.position().offset() == 0
                    || mark.position().equals(last)
                    || mark.millis() - kept.getLast().millis() > apart) {
                kept.add(mark);
            }
        }
        replace(kept);
    }

    /** The last place that had been reached at a time. */
    ConsolePosition at(Instant time) throws IOException {
        ConsolePosition found = ConsolePosition.START;
        for (Mark mark : marks(text())) {
            if (mark.millis() > time.toEpochMilli()) {
                break;
            }
            found = mark.position();
        }
        return found;
    }

    /** Forgets files before this one. */
    void dropBefore(int file) throws IOException {
        know();
        if (firstFile < file) {
            List<Mark> marks = marks(text());
            marks.removeIf(mark -> mark.position().file() < file);
            replace(marks);
        }
    }

    private void replace(List<Mark> marks) throws IOException {
        String text = String.join("", marks.stream().map(ConsoleIndex::line).toList());
        AtomicFile.writeSoon(file(), text.getBytes(StandardCharsets.US_ASCII));
        torn = false;
        know(marks, text.length());
    }

    private static String line(Mark mark) {
        return mark.position().file() + " " + mark.position().offset() + " " + mark.millis() + "\n";
    }
}
