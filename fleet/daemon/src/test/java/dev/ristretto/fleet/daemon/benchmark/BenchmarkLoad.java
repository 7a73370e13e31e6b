package dev.ristretto.fleet.daemon.benchmark;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.client.FleetClient;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Fills a fleet and measures what its daemon answers, by its socket, as any client would. */
public final class BenchmarkLoad {

    /** What all instances are made of. */
    public static final String IMAGE = "simulated";

    private static final int THREADS = 32;
    private static final int ROUNDS = 30;
    private static final int WARM_UP = 20;
    private static final int SERVICES = 10;

    /** One instance in ten is a replica, one has a check of its console. */
    private static final int ONE_IN = 10;

    private static final int FIRST_PORT = 18_200;
    private static final double MILLION = 1e6;

    private final Path socket;
    private final FleetClient client;
    private final AtomicInteger refused = new AtomicInteger();

    private BenchmarkLoad(Path socket) {
        this.socket = socket;
        client = new FleetClient(socket);
    }

    /**
     * Does one thing.
     *
     * @param arguments the daemon's socket; {@code fill} and how many instances, {@code measure} or {@code settled} and
     *     how many are to run
     */
    public static void main(String[] arguments) throws Exception {
        BenchmarkLoad load = new BenchmarkLoad(Path.of(arguments[0]));
        switch (arguments[1]) {
            case "fill" -> load.fill(Integer.parseInt(arguments[2]));
            case "measure" -> load.measure();
            case "settled" -> load.awaitRunning(Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    private void fill(int instances) throws Exception {
        long start = System.nanoTime();
        int replicas = instances / ONE_IN / SERVICES;
        List<Future<?>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < SERVICES; i++) {
                String name = "service-" + i;
                String publish = "127.0.0.1:" + (FIRST_PORT + i) + ":8080";
                made.add(threads.submit(() -> client.createService(new NewService(
                        name,
                        specification(HealthCheck.of("http:/")),
                        new ServiceSettings(publish, true, replicas, 1, 3_600_000, 1000, null)))));
            }
            for (int i = 0; i < instances - SERVICES * replicas; i++) {
                String name = (i < ROUNDS ? DelayedHypervisor.QUICK : "single") + "-" + i;
                HealthCheck check = i % ONE_IN == 1 ? HealthCheck.of("console:Listening") : null;
                made.add(threads.submit(() -> create(name, check)));
            }
        }
        for (Future<?> future : made) {
            future.get();
        }
        awaitRunning(instances);
        row("seconds until all run", (System.nanoTime() - start) / 1e9);
        row("creations that the hypervisor refused, tried again", refused.get());
    }

    private void create(String name, @Nullable HealthCheck check) {
        while (true) {
            try {
                client.createInstance(
                        new NewInstance(name, specification(check, name.startsWith(DelayedHypervisor.QUICK))));
                return;
            } catch (FleetException e) {
                if (e.kind() != FleetException.Kind.CONFLICT) {
                    throw e;
                }
                refused.incrementAndGet();
            }
        }
    }

    private static Specification specification(@Nullable HealthCheck check) {
        return specification(check, false);
    }

    private static Specification specification(@Nullable HealthCheck check, boolean quick) {
        return Specification.builder(IMAGE, IMAGE, "", 64 << 20)
                .arguments(quick ? List.of(DelayedHypervisor.QUICK) : List.of("--verbose"))
                .environment(Map.of("STAGE", "benchmark"))
                .machine("microvm")
                .accelerator("tcg")
                .restart("always")
                .labels(Map.of("tier", "back", "team", "fleet"))
                .health(check)
                .build();
    }

    private void awaitRunning(int instances) throws InterruptedException {
        while (true) {
            List<InstanceView> all = client.instances();
            long well = all.stream()
                    .filter(instance -> instance.state() == InstanceState.RUNNING)
                    .filter(instance ->
                            instance.health() == HealthState.HEALTHY || instance.health() == HealthState.NONE)
                    .count();
            boolean steady = client.services().stream().allMatch(service -> service.state() == ServiceState.STEADY);
            if (steady && all.size() == instances && well == instances) {
                return;
            }
            Thread.sleep(500);
        }
    }

    private void measure() throws Exception {
        measure("GET /v1/instances, the first 1,000, ms", () -> get("/v1/instances"));
        measure("GET /v1/instances, all in pages, ms", () -> {
            String next = "/v1/instances";
            while (next != null) {
                String answer = get(next);
                int at = answer.lastIndexOf("\"next\":\"");
                next = at < 0 ? null : answer.substring(at + 8, answer.indexOf('"', at + 8));
            }
        });
        measure("GET /v1/instances/NAME, ms", () -> get("/v1/instances/single-100"));
        measure("GET /v1/services, ms", () -> get("/v1/services"));
        measure("GET /v1/events, the newest 1,000, ms", () -> get("/v1/events?order=descending"));
        String[] name = {""};
        int[] number = {0};
        measure("stop of an instance, ms", () -> client.stopInstance(name(name, number), 10L));
        measure("start of an instance, ms", () -> client.startInstance(name(name, number)));
        measure("restart of an instance, ms", () -> client.restartInstance(name(name, number), 10L));
    }

    /** Each time another one. */
    private static String name(String[] name, int[] number) {
        name[0] = DelayedHypervisor.QUICK + "-" + (number[0]++ % ROUNDS);
        return name[0];
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void measure(String what, Work work) throws Exception {
        for (int i = 0; i < (what.startsWith("GET") ? WARM_UP : 0); i++) {
            work.run();
        }
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - start) / MILLION;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-56s %10.1f   (worst of %d: %.1f)%n",
                what,
                millis[ROUNDS / 2],
                ROUNDS,
                millis[ROUNDS - 1]);
    }

    private static void row(String what, double value) {
        System.out.printf(Locale.ROOT, "%-56s %10.1f%n", what, value);
    }

    /** Without reading the JSON: what a client makes of it is its own. */
    private String get(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(4 << 20);
            while (channel.read(answer) >= 0) {
                if (!answer.hasRemaining()) {
                    throw new IOException("the answer is too large");
                }
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            if (!text.startsWith("HTTP/1.1 200")) {
                throw new IOException(text.substring(0, Math.min(text.length(), 500)));
            }
            return text;
        }
    }
}
