package dev.ristretto.fleet.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process has said at last, for those who want to know why it has ended. */
public final class LogTail {

    private static final int LINES = 5;

    private LogTail() {}

    /** The last lines of a log in one, without the frames of stack traces. */
    public static String of(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
