package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.run.host.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * Keeps the daemon's log small, whatever is sent to the daemon: only so many records a minute, and a file that has
 * grown large is set aside, in place of the one that was set aside before. Safe for use by several threads.
 */
final class DaemonLog implements Filter {

    static final int MOST_RECORDS = 200;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Standard error, which whoever has started the daemon leads to a file or elsewhere. */
    private static final Path OUTPUT = Path.of("/proc/self/fd/2");

    private final FleetFolders folders;
    private final Path output;
    private final InstantSource clock;
    private Instant windowStart = Instant.MIN;
    private int records;

    DaemonLog(FleetFolders folders, Path output, InstantSource clock) {
        this.folders = folders;
        this.output = output;
        this.clock = clock;
    }

    /** Has everything that is logged from now on go by this. */
    static void limit(FleetFolders folders) {
        DaemonLog log = new DaemonLog(folders, OUTPUT, InstantSource.system());
        for (Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
            handler.setFilter(log);
        }
    }

    @Override
    public synchronized boolean isLoggable(LogRecord line) {
        Instant now = clock.instant();
        if (windowStart.isBefore(now.minus(WINDOW))) {
            if (records > MOST_RECORDS) {
                line.setMessage(line.getMessage() + " (before this, " + (records - MOST_RECORDS)
                        + " records of a minute were left out)");
            }
            windowStart = now;
            records = 0;
            setAside();
        }
        return ++records <= MOST_RECORDS;
    }

    private void setAside() {
        Path log = folders.log();
        try {
            if (Files.exists(log) && Files.isSameFile(log, output)) {
                LogFile.setAside(log, folders.oldLog(), FleetFolders.LARGEST_LOG);
            }
        } catch (IOException e) {
            // It is tried again in a minute; that it could not be done is nothing to fill a log with.
            records = MOST_RECORDS / 2;
        }
    }
}
