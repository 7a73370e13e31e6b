package dev.ristretto.fleet.daemon.instance;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;

/**
 * Looks at the consoles of running instances from time to time: notes how far they have come, starts a new file where
 * one has become too large, and kills an instance that tries to fill the disk through its report.
 */
public final class ConsoleRotation {

    private static final Logger LOG = System.getLogger(ConsoleRotation.class.getName());

    /** Also how exact the times of console output are. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** How long one look may take, a small part of one processor: looking at thousands of consoles takes several. */
    private static final long LOOK_NANOS = PAUSE.toNanos() / 400;

    private static final long LARGEST_REPORT = 1L << 20;

    private final Collection<InstanceReconciler> instances;
    private final InstantSource clock;
    private final Thread thread;
    /** Looks from now on. */
    public ConsoleRotation(Collection<InstanceReconciler> instances, InstantSource clock) {
        this.instances = instances;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("console care").start(this::run);
    }
    /** Looks no more. */
    public void stop() {
        thread.interrupt();
    }

    private void run() {
        Iterator<InstanceReconciler> round = Collections.emptyIterator();
        try {
            while (true) {
                Thread.sleep(PAUSE);
                if (!round.hasNext()) {
                    round = instances.iterator();
                }
                long start = System.nanoTime();
                while (round.hasNext() && System.nanoTime() - start < LOOK_NANOS) {
                    look(round.next(), clock);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at each once. */
    public static void look(Collection<InstanceReconciler> instances, InstantSource clock) {
        instances.forEach(instance -> look(instance, clock));
    }

    private static void look(InstanceReconciler instance, InstantSource clock) {
        instance.handle().ifPresent(handle -> {
            InstanceFiles files = instance.files();
            try {
                // Noted all the same, because the times of its lines are asked for.
                boolean full = files.console().note(clock.instant());
                if (full && instance.canSwitchConsole()) {
                    handle.switchConsole(files.console().next(clock.instant()));
                }
                if (files.report().toFile().length() > LARGEST_REPORT) {
                    LOG.log(Level.WARNING, instance.record().name() + " is killed: it reports without end");
                    handle.kill();
                }
            } catch (IOException | RuntimeException | Error e) {
                // The others are to be looked at all the same.
                LOG.log(Level.WARNING, "the console of " + instance.record().name() + ": " + e);
            }
        });
    }
}
