package dev.ristretto.fleet;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;

/**
 * Looks at the consoles of running instances from time to time: notes how far they have come, starts a new file where one has become too large, and
 * kills an instance that tries to fill the disk through its report.
 */
final class ConsoleCare {

    private static final Logger LOG = System.getLogger(ConsoleCare.class.getName());

    /** Also how exact the times of console output are. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final long LARGEST_REPORT = 1L << 20;

    private final Collection<Reconciler> instances;
    private final InstantSource clock;
    private final Thread thread;

    ConsoleCare(Collection<Reconciler> instances, InstantSource clock) {
        this.instances = instances;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("console care").start(this::run);
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                instances.forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Reconciler instance) {
        instance.handle().ifPresent(handle -> {
            InstanceFiles files = instance.files();
            try {
                if (files.console().note(clock.instant())) {
                    handle.switchConsole(files.console().next(clock.instant()));
                }
                if (size(files.report()) > LARGEST_REPORT) {
                    LOG.log(Level.WARNING, instance.record().name() + " is killed: it reports without end");
                    handle.kill();
                }
            } catch (IOException | RuntimeException e) {
                // The others are to be looked at all the same.
                LOG.log(Level.WARNING, "the console of " + instance.record().name() + ": " + e);
            }
        });
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
