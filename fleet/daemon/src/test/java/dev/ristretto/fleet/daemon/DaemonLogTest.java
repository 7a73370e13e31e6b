package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.launcher.FleetFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's log stays small. */
class DaemonLogTest {

    @TempDir
    Path folder;

    private final SimulatedClock clock = new SimulatedClock();

    @Test
    void onlySoManyRecordsAMinuteAreKeptAndTheNextTellsOfTheRest() {
        DaemonLog log = new DaemonLog(new FleetFolders(folder), folder, clock);
        int kept = 0;
        for (int i = 0; i < 1000; i++) {
            kept += log.isLoggable(record()) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(DaemonLog.MOST_RECORDS);
        clock.pass(Duration.ofSeconds(61));
        LogRecord next = record();
        assertThat(log.isLoggable(next)).isTrue();
        assertThat(next.getMessage()).isEqualTo("x (before this, 800 records of a minute were left out)");
    }

    @Test
    void aFileThatHasGrownLargeIsSetAsideUnlessTheLogGoesElsewhere() throws Exception {
        FleetFolders folders = new FleetFolders(folder);
        byte[] large = new byte[(int) FleetFolders.LARGEST_LOG + 1];
        Files.write(folders.log(), large);
        new DaemonLog(folders, Files.createFile(folder.resolve("journal")), clock).isLoggable(record());
        assertThat(folders.oldLog()).doesNotExist();
        new DaemonLog(folders, folders.log(), clock).isLoggable(record());
        assertThat(folders.log()).isEmptyFile();
        assertThat(folders.oldLog()).hasSize(large.length);
    }

    private static LogRecord record() {
        return new LogRecord(Level.INFO, "x");
    }
}
