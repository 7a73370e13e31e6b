package dev.ristretto.tools.cli.terminal;

import dev.ristretto.build.pipeline.BuildProgress;
import dev.ristretto.build.pipeline.ProgressListener;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a build: on a terminal one line that is rewritten every second, else one line for every phase.
 * Safe for use by several threads.
 */
public final class ProgressLine implements ProgressListener, AutoCloseable {

    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final TerminalStreams streams;
    private final boolean terminal;
    private @Nullable BuildProgress latest;
    private long latestAt;
    private boolean closed;

    public ProgressLine(TerminalStreams streams) {
        this.streams = streams;
        this.terminal = streams.errorsAreTerminal();
        if (terminal) {
            Thread.ofPlatform().daemon().name("progress").start(this::refresh);
        }
    }

    @Override
    public synchronized void progress(BuildProgress progress) {
        latest = progress;
        latestAt = System.nanoTime();
        if (terminal) {
            draw();
        } else {
            streams.errors().println(describe(progress, progress.elapsed()));
        }
    }

    @Override
    public synchronized void warning(String line) {
        if (terminal) {
            draw("");
        }
        streams.errors().println("ristretto: " + line);
    }

    /** Shows something that takes a while and has no parts. */
    public void begin(String what) {
        progress(new BuildProgress(what, 0, 0, 0, Duration.ZERO, Optional.empty()));
    }

    /** Removes the line from the terminal. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        if (terminal && latest != null) {
            draw("");
        }
    }

    private synchronized void refresh() {
        try {
            while (!closed) {
                wait(REFRESH.toMillis());
                if (!closed) {
                    draw();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw() {
        BuildProgress progress = latest;
        if (progress != null) {
            Duration elapsed = progress.elapsed().plusNanos(System.nanoTime() - latestAt);
            draw(describe(progress, elapsed));
        }
    }

    private void draw(String text) {
        streams.trustedErrors().print(ERASE_LINE + Visible.line(text));
        streams.trustedErrors().flush();
    }

    /**
     * For example {@code [4/8] Performing analysis, 23 s of about 85 s}; without numbers for what comes before the
     * first phase.
     */
    static String describe(BuildProgress progress, Duration elapsed) {
        String time = progress.estimate()
                .map(estimate ->
                        String.format(Locale.ROOT, "%d s of about %d s", elapsed.toSeconds(), estimate.toSeconds()))
                .orElseGet(() -> elapsed.toSeconds() + " s so far, usually one to two minutes");
        if (progress.steps() == 0) {
            return progress.phase() + ", " + elapsed.toSeconds() + " s";
        }
        return String.format(Locale.ROOT, "[%d/%d] %s, %s", progress.step(), progress.steps(), progress.phase(), time);
    }
}
