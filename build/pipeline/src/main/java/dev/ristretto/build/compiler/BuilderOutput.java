package dev.ristretto.build.compiler;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What the image builder prints as it comes: kept in a log, read for the beginnings of phases. Not thread-safe. */
final class BuilderOutput {
    private static final int BUFFER = 8192;
    private static final Pattern STATUS = Pattern.compile("\\d{1,3}");

    private final Path log;
    private final PhaseReader phases;

    BuilderOutput(Path log, PhaseReader phases) {
        this.log = log;
        this.phases = phases;
    }

    /** Takes all there is, in place of what an earlier attempt gave. */
    void copy(Reader reader) throws IOException {
        copyUntilStatus(reader);
    }

    /** The same of a builder that ends its output with a NUL and its exit status; empty if it has not done so. */
    OptionalInt copyUntilStatus(Reader reader) throws IOException {
        try (Writer writer = Files.newBufferedWriter(log, StandardCharsets.UTF_8)) {
            char[] buffer = new char[BUFFER];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                int end = new String(buffer, 0, n).indexOf('\0');
                int length = end < 0 ? n : end;
                writer.write(buffer, 0, length);
                writer.flush();
                phases.read(buffer, length);
                if (end >= 0) {
                    return status(new String(buffer, end + 1, n - end - 1) + reader.readAllAsString());
                }
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt status(String text) {
        return STATUS.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
