package dev.ristretto.fleet.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * When a console had reached which place: one line {@code FILE OFFSET MILLIS} for each time that growth was noticed. What stands behind a place was
 * written after its time. Not safe for use by several threads.
 */
final class ConsoleIndex {

    private record Mark(Position position, long millis) {}

    private static final Pattern LINE = Pattern.compile("\\d{1,9} \\d{1,18} \\d{1,18}");

    private final Path file;
    private final List<Mark> marks = new ArrayList<>();

    ConsoleIndex(Path file) throws IOException {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file)) {
                // The last line may have been cut off by a crash.
                if (LINE.matcher(line).matches()) {
                    String[] words = line.split(" ");
                    marks.add(new Mark(
                            new Position(Integer.parseInt(words[0]), Long.parseLong(words[1])),
                            Long.parseLong(words[2])));
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing has been noticed yet.
        }
    }

    void add(Position position, Instant now) throws IOException {
        if (!marks.isEmpty() && marks.getLast().position().equals(position)) {
            return;
        }
        Mark mark = new Mark(position, now.toEpochMilli());
        marks.add(mark);
        Files.writeString(file, line(mark), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The last place that had been reached at a time. */
    Position at(Instant time) {
        Position found = Position.START;
        for (Mark mark : marks) {
            if (mark.millis() > time.toEpochMilli()) {
                break;
            }
            found = mark.position();
        }
        return found;
    }

    /** Forgets files before this one. */
    void dropBefore(int firstFile) throws IOException {
        if (marks.removeIf(mark -> mark.position().file() < firstFile)) {
            Path temporary = file.resolveSibling("console.index.new");
            Files.writeString(
                    temporary,
                    String.join("", marks.stream().map(ConsoleIndex::line).toList()));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String line(Mark mark) {
        return mark.position().file() + " " + mark.position().offset() + " " + mark.millis() + "\n";
    }
}
