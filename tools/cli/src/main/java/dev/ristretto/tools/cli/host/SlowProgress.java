package dev.ristretto.tools.cli.host;

import dev.ristretto.build.pipeline.BuildProgress;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.volume.VolumeProgress;
import dev.ristretto.tools.cli.terminal.ProgressLine;
import dev.ristretto.tools.cli.terminal.TerminalStreams;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows how far something has come once it takes longer than people wait without a word. */
final class SlowProgress implements VolumeProgress, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final TerminalStreams streams;
    private final String what;
    private final long begun = System.nanoTime();
    private long next = begun + PATIENCE.toNanos();
    private @Nullable ProgressLine line;

    SlowProgress(TerminalStreams streams, String what) {
        this.streams = streams;
        this.what = what;
    }

    @Override
    public void advanced(long done, long total) {
        long now = System.nanoTime();
        boolean told = line != null && !streams.errorsAreTerminal();
        if (told || now - next < 0) {
            return;
        }
        next = now + REFRESH.toNanos();
        if (line == null) {
            line = new ProgressLine(streams);
        }
        String far = MemorySize.format(done) + (total < 0 ? "" : " of " + MemorySize.format(total));
        line.progress(new BuildProgress(what + ": " + far, 0, 0, 0, Duration.ofNanos(now - begun), Optional.empty()));
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }
}
