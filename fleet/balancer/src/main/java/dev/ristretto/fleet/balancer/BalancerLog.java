package dev.ristretto.fleet.balancer;

import dev.ristretto.run.host.LogFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What the balancer says: one line for each record, appended to a file. Strangers
 * can make it speak, so that both the number of lines in a time and the size of the file have a limit.
 */
final class BalancerLog extends Handler {

    /** A file that has become larger than this is kept once under another name and emptied. */
    static final long FILE_BYTES = 1 << 20;

    /** So many lines may come at once. */
    static final int MOST_LINES = 100;

    /** How long it takes until there may be one more. */
    static final long NANOS_PER_LINE = 1_000_000_000;

    private static final int MOST_CHARACTERS = 1000;
    private static final int MOST_CAUSES = 4;

    private final PrintStream stream;
    private final Path file;
    private final InstantSource clock;
    private final SimpleFormatter messages = new SimpleFormatter();
    private long left = MOST_LINES;
    private long since;
    private long unsaid;

    /**
     * A log.
     *
     * @param stream appends to the file
     * @param file where it is
     */
    BalancerLog(PrintStream stream, Path file, InstantSource clock) {
        this.stream = stream;
        this.file = file;
        this.clock = clock;
        this.since = nanos();
    }

    /** Lets everything that is logged in this process go to a file, as the process's own output does. */
    static void install(Path file) throws IOException {
        PrintStream stream = new PrintStream(new FileOutputStream(file.toFile(), true), false, StandardCharsets.UTF_8);
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new BalancerLog(stream, file, InstantSource.system()));
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        refill();
        if (left == 0) {
            unsaid++;
            return;
        }
        left--;
        if (unsaid > 0) {
            write(Level.WARNING, unsaid + " lines were left out, because there were too many");
            unsaid = 0;
        }
        write(record.getLevel(), messages.formatMessage(record) + reasons(record.getThrown()));
        limit();
    }

    private void refill() {
        long now = nanos();
        long more = (now - since) / NANOS_PER_LINE;
        if (more > 0) {
            left = Math.min(MOST_LINES, left + more);
            since += more * NANOS_PER_LINE;
        }
    }

    private long nanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    }

    private void write(Level level, String text) {
        String line = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text;
        stream.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + level + " "
                + line.replaceAll("[\\p{Cc}\\p{Cf}]+", " "));
        stream.flush();
    }

    /** An exception and its causes in one line, with the place of the first: strangers can cause most of them. */
    private static String reasons(@Nullable Throwable thrown) {
        StringBuilder line = new StringBuilder();
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            line.append(": ").append(cause);
            StackTraceElement[] frames = cause.getStackTrace();
            if (i == 0 && frames.length > 0) {
                line.append(" (at ").append(frames[0]).append(')');
            }
            cause = cause.getCause();
        }
        return line.toString();
    }

    private void limit() {
        try {
            LogFile.setAside(file, file.resolveSibling(file.getFileName() + ".1"), FILE_BYTES);
        } catch (IOException e) {
            // Nobody could be told.
            stream.println("the log cannot be shortened: " + e);
        }
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
