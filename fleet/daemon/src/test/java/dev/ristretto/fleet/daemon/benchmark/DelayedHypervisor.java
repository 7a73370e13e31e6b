package dev.ristretto.fleet.daemon.benchmark;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Instances that are nothing but files, a published port and time that they take. All of them are one process,
 * {@link GuestPorts}, which outlives the daemon as QEMU would: where an instance runs its file {@code errors} says so.
 * Those with the argument {@code quick} take no time and never fail.
 */
public final class DelayedHypervisor implements Hypervisor {

    static final String QUICK = "quick";

    private static final String RUNS = "runs\n";

    /** One start in a hundred is refused, one guest in a hundred dies soon. */
    private static final int ONE_IN = 100;

    private static final int LEAST_MILLIS = 20;
    private static final int MOST_MILLIS = 200;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Random random;
    private final ProcessIdentity guests;
    private final SocketChannel control;
    private final BufferedReader answers;

    public DelayedHypervisor(long seed, long pid, Path socket) throws IOException {
        random = new Random(seed);
        guests = ProcessIdentity.of(pid).orElseThrow(() -> new IOException("there is no process " + pid));
        control = SocketChannel.open(StandardProtocolFamily.UNIX);
        control.connect(UnixDomainSocketAddress.of(socket));
        answers =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(control), StandardCharsets.US_ASCII));
    }

    @Override
    public String name() {
        return "vm";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.DETACHED, Capability.PORTS, Capability.COUNTERS, Capability.CONSOLE_SWITCH);
    }

    @Override
    public Instance start(InstanceSpecification specification, RunFiles place) {
        boolean quick = specification.arguments().contains(QUICK);
        if (!quick) {
            pause(Duration.ofMillis(random.nextInt(LEAST_MILLIS, MOST_MILLIS)));
            if (random.nextInt(ONE_IN) == 0) {
                throw new HypervisorException("No luck");
            }
        }
        List<Integer> ports =
                specification.ports().stream().map(PublishedPort::hostPort).toList();
        ports.forEach(port -> {
            if (!tell('+', port).equals("ok")) {
                throw new HypervisorException("Port " + port + " is taken");
            }
        });
        try {
            Files.writeString(place.errors(), RUNS);
            Files.writeString(place.report(), "");
            Files.writeString(place.console(), "Listening\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new HypervisorException("The files cannot be written: " + e.getMessage(), e);
        }
        Simulated instance = new Simulated(place, ports, quick);
        if (!quick && random.nextInt(ONE_IN) == 0) {
            after(SOON, () -> instance.end(new Outcome.Panicked("out of luck")));
        }
        return instance;
    }

    private synchronized String tell(char what, int port) {
        try {
            control.write(ByteBuffer.wrap((what + "" + port + "\n").getBytes(StandardCharsets.US_ASCII)));
            return String.valueOf(answers.readLine());
        } catch (IOException e) {
            throw new HypervisorException("The guests are gone: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Instance> attach(ProcessIdentity identity, RunFiles place) {
        return identity.equals(guests) ? find(place) : Optional.empty();
    }

    /** Its ports are not known any more, which matters only if it ends. */
    @Override
    public Optional<Instance> find(RunFiles place) {
        try {
            return Files.exists(place.errors())
                            && Files.readString(place.errors()).equals(RUNS)
                    ? Optional.of(new Simulated(place, List.of(), false))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Outcome outcome(RunFiles place) {
        return new Outcome.Died("without a word");
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HypervisorException("Interrupted", e);
        }
    }

    private static void after(Duration time, Runnable action) {
        Thread.ofVirtual().start(() -> {
            pause(time);
            action.run();
        });
    }

    private final class Simulated implements Instance {

        private final RunFiles place;
        private final List<Integer> ports;
        private final boolean quick;
        private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

        Simulated(RunFiles place, List<Integer> ports, boolean quick) {
            this.place = place;
            this.ports = ports;
            this.quick = quick;
        }

        private void end(Outcome outcome) {
            try {
                ports.forEach(port -> tell('-', port));
                if (Files.exists(place.errors())) {
                    Files.writeString(place.errors(), "");
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            ended.complete(outcome);
        }

        @Override
        public ProcessIdentity identity() {
            return guests;
        }

        @Override
        public Optional<String> notice() {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Optional<GuestCounters>> counters() {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public void requestStop() {
            Outcome outcome = new Outcome.Exited(143);
            if (quick) {
                end(outcome);
            } else {
                after(Duration.ofMillis(random.nextInt(LEAST_MILLIS, MOST_MILLIS)), () -> end(outcome));
            }
        }

        @Override
        public void kill() {
            end(new Outcome.Killed());
        }

        @Override
        public void switchConsole(Path file) throws IOException {
            Files.writeString(file, "");
        }

        @Override
        public CompletableFuture<Outcome> ended() {
            return ended.copy();
        }
    }
}
