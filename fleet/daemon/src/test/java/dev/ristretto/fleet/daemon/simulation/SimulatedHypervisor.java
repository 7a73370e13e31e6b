package dev.ristretto.fleet.daemon.simulation;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.RootOptions;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Processes that exist in memory only and outlive any reconciler. Their numbers are soon used again. What goes wrong is
 * up to a seed.
 */
public final class SimulatedHypervisor implements Hypervisor {

    /** Every guest's; of each counter of its network, its place and a thousand. */
    public static final GuestCounters FIGURES = new GuestCounters(
            82_000_000,
            10,
            1000,
            8,
            800,
            Arrays.stream(NetworkCounter.values())
                    .collect(Collectors.toMap(Function.identity(), counter -> 1000L + counter.ordinal())));

    /** The daemon is killed in the middle of a step. */
    public static final class DaemonCrash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final int PIDS = 30;

    private final String name;
    private final Random random;
    private final SimulatedClock clock;
    private final Map<Path, Simulated> running = new HashMap<>();
    private final Map<Path, Outcome> ends = new HashMap<>();
    private long ticks;

    /** Probabilities in percent. */
    public int startFails;

    public int crashesAfterStart;
    public int ignoresStop;

    private String greeting = "";

    /** What guests answer, and how often they were asked. */
    public volatile CompletableFuture<Optional<GuestCounters>> figures =
            CompletableFuture.completedFuture(Optional.of(FIGURES));

    public volatile int questions;

    /** Of what was started last. */
    public volatile List<VolumeMount> lastVolumes = List.of();

    /** Likewise. */
    public volatile List<String> lastArguments = List.of();

    /** Likewise. */
    public volatile int lastProcessors;

    /** Likewise. */
    public volatile RootOptions lastRoot = RootOptions.USUAL;

    /** How often starts fail and guests do not stop when they are asked to, in percent. */
    public void misbehave(int failing, int hanging) {
        startFails = failing;
        ignoresStop = hanging;
    }

    /** Why the next start fails, if it is to. */
    @Nullable
    public volatile String refusal;

    public volatile Runnable beforeStart = () -> {};

    /** Done before a process or what it has left is looked for. */
    public volatile Runnable beforeFind = () -> {};

    /** Something that may wait. */
    public interface Hindrance {
        void run() throws InterruptedException;
    }

    /** Runs something before each start. */
    public void beforeStart(Hindrance hindrance) {
        beforeStart = () -> {
            try {
                hindrance.run();
            } catch (InterruptedException e) {
                throw new HypervisorException("interrupted", e);
            }
        };
    }

    public SimulatedHypervisor(Random random, SimulatedClock clock) {
        this(Specification.USUAL, random, clock);
    }

    /** The same under another name. */
    public SimulatedHypervisor(String name, Random random, SimulatedClock clock) {
        this.name = name;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.DETACHED, Capability.PORTS, Capability.COUNTERS, Capability.CONSOLE_SWITCH);
    }

    @Override
    public Instance start(InstanceSpecification specification, RunFiles place) {
        lastVolumes = specification.volumes();
        lastRoot = specification.root();
        lastProcessors = specification.processors();
        lastArguments = specification.arguments();
        beforeStart.run();
        return startNow(place);
    }

    private synchronized Instance startNow(RunFiles place) {
        clock.pass(Duration.ofMillis(random.nextInt(200)));
        String reason = refusal;
        if (reason != null) {
            throw new HypervisorException(reason);
        }
        if (random.nextInt(100) < startFails) {
            throw new HypervisorException("no luck");
        }
        if (running.containsKey(place.control())) {
            throw new AssertionError("a second process for " + place.control());
        }
        ends.remove(place.control());
        Simulated process = new Simulated(place, new ProcessIdentity(1 + random.nextInt(PIDS), ++ticks, "boot"));
        running.put(place.control(), process);
        process.open();
        if (random.nextInt(100) < crashesAfterStart) {
            throw new DaemonCrash();
        }
        return process.attach();
    }

    @Override
    public synchronized Optional<Instance> attach(ProcessIdentity identity, RunFiles place) {
        return find(place).filter(found -> found.identity().equals(identity));
    }

    @Override
    public synchronized Optional<Instance> find(RunFiles place) {
        beforeFind.run();
        return Optional.ofNullable(running.get(place.control())).map(Simulated::attach);
    }

    @Override
    public synchronized Outcome outcome(RunFiles place) {
        beforeFind.run();
        return ends.getOrDefault(place.control(), new Outcome.Died("without a word"));
    }

    /** Ends those that were asked to, long enough ago. */
    public synchronized void settle() {
        List.copyOf(running.values()).forEach(process -> {
            Instant end = process.endsAt;
            if (end != null && !end.isAfter(clock.instant())) {
                process.end(new Outcome.Exited(143));
            }
        });
    }

    /** Ends one that runs, if there is any. */
    public synchronized void endAny(Outcome outcome) {
        if (!running.isEmpty()) {
            List<Simulated> processes = new ArrayList<>(running.values());
            processes.sort(Comparator.comparingLong(process -> process.identity.startTicks()));
            processes.get(random.nextInt(processes.size())).end(outcome);
        }
    }

    public synchronized List<ProcessIdentity> running() {
        return running.values().stream().map(process -> process.identity).toList();
    }

    /** A process writes to its console. */
    public synchronized void print(String text) {
        running.values().forEach(process -> append(process.console, text));
    }

    /** Whoever is started from now on writes something first. */
    public synchronized void greet(String text) {
        greeting = text;
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Simulated {
        private final Path control;
        private final ProcessIdentity identity;
        private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
        private Path console;
        private @Nullable Instant endsAt;

        Simulated(RunFiles place, ProcessIdentity identity) {
            this.control = place.control();
            this.console = place.console();
            this.identity = identity;
        }

        /** Serves its control socket and says so. */
        void open() {
            try {
                Files.writeString(control, "");
                if (!greeting.isEmpty()) {
                    Files.writeString(console, greeting, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            } catch (IOException e) {
                running.remove(control);
                throw new HypervisorException("its files cannot be written: " + e, e);
            }
        }

        /** Who is killed leaves its socket. */
        void end(Outcome outcome) {
            running.remove(control);
            if (!(outcome instanceof Outcome.Killed)) {
                ends.put(control, outcome);
                boolean ignored = control.toFile().delete();
            }
            ended.complete(outcome);
        }

        Instance attach() {
            return new Instance() {
                @Override
                public ProcessIdentity identity() {
                    return identity;
                }

                @Override
                public Optional<String> notice() {
                    return Optional.empty();
                }

                @Override
                public void requestStop() {
                    if (endsAt == null && random.nextInt(100) >= ignoresStop) {
                        endsAt = clock.instant().plusMillis(random.nextInt(3000));
                    }
                }

                @Override
                public void kill() {
                    synchronized (SimulatedHypervisor.this) {
                        end(new Outcome.Killed());
                    }
                }

                @Override
                public void switchConsole(Path file) {
                    console = file;
                }

                @Override
                public CompletableFuture<Optional<GuestCounters>> counters() {
                    questions++;
                    return figures.copy();
                }

                @Override
                public CompletableFuture<Outcome> ended() {
                    return ended.copy();
                }
            };
        }
    }
}
