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
 * What stands behind a place was written after its time. Not safe for use by several threads.
 */
final class ConsoleIndex {

    private record Mark(ConsolePosition position, long millis) {}

    private static final Pattern LINE = Pattern.compile("\\d{1,9} \\d{1,18} \\d{1,18}");

    private final Path folder;

    /** Null before it was read. */
    private @Nullable List<Mark> known;

    /** The file may end within a line: a crash or a full disk has cut it off. */
    private boolean torn;

    /** An index that is not read yet. */
    ConsoleIndex(Path folder) {
        this.folder = folder;
    }

    private Path file() {
        return folder.resolve("console.index");
    }

    private List<Mark> marks() throws IOException {
        List<Mark> marks = known;
        if (marks == null) {
            marks = new ArrayList<>();
            for (String line : text().split("\n", -1)) {
                if (LINE.matcher(line).matches()) {
                    String[] words = line.split(" ");
                    marks.add(new Mark(
                            new ConsolePosition(Integer.parseInt(words[0]), Long.parseLong(words[1])),
                            Long.parseLong(words[2])));
                }
            }
            known = marks;
        }
        return marks;
    }

    /** Without what is behind the last line end. */
    private String text() throws IOException {
        try {
            String text = Files.readString(file(), StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf('\n') + 1;
            torn = end < text.length();
            return text.substring(0, end);
        } catch (NoSuchFileException e) {
            // Nothing has been noticed yet.
            return "";
        }
    }

    void add(ConsolePosition position, Instant now) throws IOException {
        List<Mark> marks = marks();
        if (!marks.isEmpty() && marks.getLast().position().equals(position)) {
            return;
        }
        Mark mark = new Mark(position, now.toEpochMilli());
        // What was cut off must not become the beginning of this line.
        String line = (torn ? "\n" : "") + line(mark);
        torn = true;
        Files.writeString(file(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        torn = false;
        marks.add(mark);
    }

    /** The last place that had been reached at a time. */
    ConsolePosition at(Instant time) throws IOException {
        ConsolePosition found = ConsolePosition.START;
        for (Mark mark : marks()) {
            if (mark.millis() > time.toEpochMilli()) {
                break;
            }
            found = mark.position();
        }
        return found;
    }

    /** Forgets files before this one. */
    void dropBefore(int firstFile) throws IOException {
        List<Mark> marks = marks();
        if (marks.removeIf(mark -> mark.position().file() < firstFile)) {
            String text = String.join("", marks.stream().map(ConsoleIndex::line).toList());
            AtomicFile.writeSoon(file(), text.getBytes(StandardCharsets.US_ASCII));
            torn = false;
        }
    }

    private static String line(Mark mark) {
        return mark.position().file() + " " + mark.position().offset() + " " + mark.millis() + "\n";
    }
}
