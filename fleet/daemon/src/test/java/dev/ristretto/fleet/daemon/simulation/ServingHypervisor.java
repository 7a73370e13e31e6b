package dev.ristretto.fleet.daemon.simulation;

import com.sun.net.httpserver.HttpServer;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Instances that are HTTP servers of this JVM, on the ports that are published. They outlive any fleet. What an
 * instance does is up to its arguments: {@code crash} ends at once, {@code sick} answers 500, {@code slow} answers when
 * it may, anything else is the answer.
 */
public final class ServingHypervisor implements Hypervisor {

    private final Map<Path, Server> servers = new ConcurrentHashMap<>();
    private final Map<Path, Outcome> outcomes = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** Those that are slow may answer from now on. */
    public final CountDownLatch patience = new CountDownLatch(1);

    /** Is told of the port that is about to be listened on. */
    public volatile IntConsumer beforeStart = port -> {};

    /** Highest number of servers that there were at once. */
    private int most;

    @Override
    public String name() {
        return "vm";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.DETACHED, Capability.PORTS, Capability.COUNTERS, Capability.CONSOLE_SWITCH);
    }

    @Override
    public synchronized Instance start(InstanceSpecification specification, RunFiles place) {
        if (servers.containsKey(place.control())) {
            throw new AssertionError("a second server for " + place.control());
        }
        outcomes.remove(place.control());
        beforeStart.accept(specification.ports().getFirst().hostPort());
        try {
            Server server = new Server(specification, place.control());
            servers.put(place.control(), server);
            most = Math.max(most, servers.size());
            if (server.does.equals("crash")) {
                server.end(new Outcome.Panicked("out of luck"));
            }
            return server;
        } catch (IOException e) {
            throw new HypervisorException("Port cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Instance> attach(ProcessIdentity identity, RunFiles place) {
        return find(place).filter(server -> server.identity().equals(identity));
    }

    @Override
    public Optional<Instance> find(RunFiles place) {
        return Optional.ofNullable(servers.get(place.control()));
    }

    @Override
    public Outcome outcome(RunFiles place) {
        return outcomes.getOrDefault(place.control(), new Outcome.Died("without a word"));
    }

    /** What those that run answer. */
    public List<String> answers() {
        return servers.values().stream().map(server -> server.does).sorted().toList();
    }

    public int most() {
        return most;
    }

    /** Kills one, as a broken guest would end. */
    public void endAny() {
        servers.values().iterator().next().end(new Outcome.Panicked("chance"));
    }

    public void close() {
        List.copyOf(servers.values()).forEach(Server::kill);
    }

    private final class Server implements Instance {

        private final Path control;
        private final String does;
        private final HttpServer http;
        private final ProcessIdentity identity;
        private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

        Server(InstanceSpecification specification, Path control) throws IOException {
            this.control = control;
            this.does = specification.arguments().getFirst();
            this.identity = new ProcessIdentity(numbers.incrementAndGet(), numbers.get(), "boot");
            this.http = HttpServer.create(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            specification.ports().getFirst().hostPort()),
                    100);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/", exchange -> {
                byte[] body = does.getBytes(StandardCharsets.UTF_8);
                exchange.getRequestBody().readAllBytes();
                if (does.equals("slow") && exchange.getRequestURI().getPath().equals("/")) {
                    await(patience);
                }
                exchange.sendResponseHeaders(does.equals("sick") ? 500 : 200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            http.start();
        }

        private void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

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
            end(new Outcome.Exited(143));
        }

        @Override
        public void kill() {
            end(new Outcome.Killed());
        }

        @Override
        public CompletableFuture<Optional<GuestCounters>> counters() {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public void switchConsole(Path file) {
            // Nothing is written.
        }

        private void end(Outcome outcome) {
            if (servers.remove(control, this)) {
                outcomes.put(control, outcome);
                // At once, whoever is connected.
                http.stop(0);
                ended.complete(outcome);
            }
        }

        @Override
        public CompletableFuture<Outcome> ended() {
            return ended.copy();
        }
    }
}
