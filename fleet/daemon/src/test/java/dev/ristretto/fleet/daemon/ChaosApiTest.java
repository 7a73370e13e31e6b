package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.balancer.LoopbackPorts;
import dev.ristretto.fleet.client.ListEventsQuery;
import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import dev.ristretto.fleet.daemon.control.SimulatedTrouble;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.simulation.EventStories;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.daemon.store.DatabaseFaults;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Five hundred requests at once to the whole daemon, twice, with another daemon after the first time, while starts
 * fail, guests die or do not stop, the disk is full for a while and the database may not be written for a while. What
 * is asked and what goes wrong is up to a seed, in which order threads come is not. {@code -Dristretto.chaos.seed=N}
 * takes one of your own.
 */
@Timeout(300)
class ChaosApiTest {

    private static final int REQUESTS = 500;
    private static final int WAVES = 2;
    private static final int NAMES = 40;
    private static final int SERVICES = 3;

    /** After so many answers something else goes wrong, or is mended. */
    private static final int ANSWERS_BETWEEN_FAULTS = 20;

    private static final Set<Integer> ANSWERS = Set.of(200, 201, 202, 204, 400, 404, 409, 422, 503, 507);
    private static final HealthCheck CONSOLE = new HealthCheck("console:up", 10, 10, 3, 30_000);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Kept, because a logger that nobody holds forgets its level. Here everything that fails is meant to. */
    private static final Logger LOG = Logger.getLogger("dev.ristretto.fleet");

    @TempDir
    Path folder;

    private final List<Event> followed = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger answers = new AtomicInteger();
    private SimulatedDaemon daemon;
    private DatabaseFaults faults;
    private Random weather = new Random();
    private int port;
    private Thread time;
    private volatile boolean over;
    private volatile String followerState = "";

    static LongStream seeds() {
        Long own = Long.getLong("ristretto.chaos.seed");
        return own == null ? LongStream.of(1, 20261123) : LongStream.of(own);
    }

    @BeforeEach
    void open() throws Exception {
        LOG.setLevel(Level.OFF);
        daemon = new SimulatedDaemon(folder);
        faults = SimulatedTrouble.database(daemon.fleet);
        port = LoopbackPorts.choose(any -> false);
        daemon.hypervisor.greet("up\n");
        time = Thread.ofPlatform().daemon().start(this::passTime);
    }

    @AfterEach
    void close() throws Exception {
        over = true;
        time.join();
        daemon.close();
        LOG.setLevel(null);
    }

    /** A second in some milliseconds. */
    private void passTime() {
        while (!over) {
            daemon.pass(Duration.ofMillis(200));
            SimulatedTrouble.wake(daemon.fleet);
            LockSupport.parkNanos(4_000_000);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRequestIsAnsweredAndNothingIsLostOrLeft(long seed) throws Exception {
        System.out.println("chaos: -Dristretto.chaos.seed=" + seed);
        Random random = new Random(seed);
        weather = new Random(seed + 1);
        Thread follower = Thread.ofVirtual().start(this::follow);
        for (int wave = 0; wave < WAVES; wave++) {
            faults = SimulatedTrouble.database(daemon.fleet);
            daemon.hypervisor.misbehave(10, 30);
            storm(random);
            faults.mend();
            daemon.hypervisor.misbehave(0, 30);
            awaitAgreement();
            if (wave < WAVES - 1) {
                daemon.restart();
                // Both daemons are this process, in which a connection that came while the first one ended may stay
                // open
                // with nobody at its other end. A process that ends closes it.
                follower.interrupt();
            }
        }
        checkAgreement();
        removeAll();
        checkNothingIsLeft();
        await(
                "the last event to be followed",
                () -> followed.size() < events().size()
                        ? List.of(followed.size() + " of " + events().size(), followerState + " " + follower.isAlive())
                        : List.of());
        assertThat(followed).as("followed events").containsExactlyElementsOf(events());
        over = true;
        follower.interrupt();
        follower.join();
    }

    private void storm(Random random) throws Exception {
        List<String[]> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(request(random, i));
        }
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Raw>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String[] request : requests) {
                all.add(threads.submit(() -> {
                    start.await();
                    Raw answer = SocketRequests.send(daemon.socket, request[0], request[1], request[2], request[3]);
                    changeWeather();
                    return answer;
                }));
            }
            start.countDown();
        }
        for (int i = 0; i < REQUESTS; i++) {
            check(String.join(" ", requests.get(i)), all.get(i).get());
        }
    }

    private void check(String request, Raw answer) throws IOException {
        assertThat(ANSWERS).as(request + ": " + answer).contains(answer.status());
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            String detail = JSON.readTree(answer.body()).get("detail").asText();
            assertThat(detail).as(request).isNotBlank();
            if (answer.status() == 507) {
                assertThat(detail).contains("the disk is full", "Free some space", folder.toString());
            }
            if (answer.status() == 503) {
                assertThat(detail).contains("may not be written", "Give the user", folder.toString());
            }
        }
    }

    /** Method, path, header, body. */
    private String[] request(Random random, int number) throws IOException {
        String one = "/v1/instances/i" + random.nextInt(NAMES);
        String service = "/v1/services/s" + random.nextInt(SERVICES);
        String key = "Idempotency-Key: key-" + random.nextInt(REQUESTS) + "\r\n";
        int choice = random.nextInt(100);
        if (choice < 25) {
            return post("/v1/instances", "", wish("i" + random.nextInt(NAMES), random));
        } else if (choice < 30) {
            return post("/v1/instances", "Idempotency-Key: own-" + number + "\r\n", wish("k" + number, random));
        } else if (choice < 42) {
            return post(one + "/stop?grace=" + random.nextInt(5), "", "");
        } else if (choice < 52) {
            return post(one + "/start", key + "", "");
        } else if (choice < 60) {
            return post(one + "/restart?grace=" + random.nextInt(5), "", "");
        } else if (choice < 68) {
            return new String[] {"DELETE", one + "?force=" + random.nextBoolean(), "", ""};
        } else if (choice < 74) {
            return post("/v1/services", "", serviceWish("s" + random.nextInt(SERVICES)));
        } else if (choice < 80) {
            return post(service + "/scale?replicas=" + random.nextInt(4), "", "");
        } else if (choice < 83) {
            return post(service + "/rollback", "", "");
        } else if (choice < 86) {
            return post(service + "/update", "", JSON.writeValueAsString(serviceSpecification()));
        } else if (choice < 88) {
            return new String[] {"DELETE", service, "", ""};
        } else if (choice < 92) {
            return new String[] {"GET", "/v1/instances", "", ""};
        } else if (choice < 95) {
            return new String[] {"GET", one + "/logs", "", ""};
        } else if (choice < 98) {
            return new String[] {"GET", "/v1/events?order=descending", "", ""};
        }
        return post("/v1/instances", "", "{\"name\": ");
    }

    private static String[] post(String path, String header, String body) {
        return new String[] {"POST", path, header, body};
    }

    private String wish(String name, Random random) throws IOException {
        String[] policies = {"no", "on-failure:3", "always"};
        return JSON.writeValueAsString(
                new NewInstance(name, specification(policies[random.nextInt(policies.length)], random)));
    }

    /** The first service has a port that the balancer listens on. */
    private String serviceWish(String name) throws IOException {
        String publish = name.equals("s0") ? "127.0.0.1:" + port + ":8080" : null;
        return JSON.writeValueAsString(new NewService(
                name, serviceSpecification(), new ServiceSettings(publish, false, 2, 1, 600_000, 1000, null)));
    }

    /**
     * What has a published port must have a check: nothing of these listens there, but they write to their consoles.
     */
    private Specification serviceSpecification() {
        return instanceSpecification("always").with(Map.of(), CONSOLE);
    }

    private Specification specification(String restart, Random random) {
        return instanceSpecification(restart).with(Map.of("tier", "back"), random.nextInt(3) == 0 ? CONSOLE : null);
    }

    private Specification instanceSpecification(String restart) {
        return SimulatedImages.instance("any", daemon.image, restart).specification();
    }

    private synchronized void changeWeather() {
        if (answers.incrementAndGet() % ANSWERS_BETWEEN_FAULTS != 0) {
            return;
        }
        switch (weather.nextInt(6)) {
            case 0 -> {
                faults.fillDisk();
                faults.useUp();
            }
            case 1 -> faults.forbidWriting();
            case 2, 3 -> faults.mend();
            case 4 -> daemon.hypervisor.endAny(new Outcome.Panicked("chance"));
            default -> daemon.hypervisor.endAny(new Outcome.Killed());
        }
    }

    /** Whoever follows goes on behind the last event that it has had. */
    private void follow() {
        while (!over) {
            try {
                long last = followed.isEmpty() ? 0 : followed.getLast().sequence();
                daemon.client().followEvents(new ListEventsQuery().cursor(Long.toString(last)), event -> {
                    followed.add(event);
                    return !over;
                });
            } catch (RuntimeException e) {
                // The daemon that was asked is gone.
                followerState = String.valueOf(e);
                boolean ignored = Thread.interrupted();
            }
        }
    }

    /** A service whose first revision has failed stays so, and has all its replicas nevertheless. */
    private void awaitAgreement() {
        await(
                "agreement",
                () -> Stream.concat(
                                daemon.client().instances().stream()
                                        .filter(instance -> !isSettled(instance))
                                        .map(InstanceView::toString),
                                daemon.client().services().stream()
                                        .filter(service -> !Set.of(ServiceState.STEADY, ServiceState.FAILED)
                                                        .contains(service.state())
                                                || service.ready() != service.replicas())
                                        .map(ServiceView::toString))
                        .toList());
    }

    private static boolean isSettled(InstanceView instance) {
        boolean runs = instance.state() == InstanceState.RUNNING
                && instance.wanted() == DesiredState.RUNNING
                && instance.health() != HealthState.STARTING;
        boolean over = instance.state() == InstanceState.ENDED
                && (instance.wanted() == DesiredState.STOPPED || instance.wanted() == DesiredState.RUNNING);
        return runs || over;
    }

    /** Waits until nothing is in the way. */
    private static void await(String what, Supplier<List<String>> obstacles) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        for (List<String> left = obstacles.get(); !left.isEmpty(); left = obstacles.get()) {
            assertThat(System.nanoTime()).as(what + ": " + left).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void checkAgreement() {
        List<InstanceView> all = daemon.client().instances();
        long running = all.stream()
                .filter(instance -> instance.state() == InstanceState.RUNNING)
                .count();
        assertThat(daemon.hypervisor.running()).as("processes").hasSize((int) running);
        Map<Long, Boolean> told = new EventStories(events()).present();
        assertThat(told)
                .isEqualTo(all.stream()
                        .collect(Collectors.toMap(
                                InstanceView::id, instance -> instance.state() == InstanceState.RUNNING)));
        Set<String> holders = daemon.images().holders().keySet();
        assertThat(holders.stream().filter(name -> !name.contains("@")))
                .as("held images")
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(InstanceView::name).toList());
        assertThat(holders.stream()
                        .filter(name -> name.contains("@"))
                        .map(name -> name.substring(0, name.indexOf('@')))
                        .collect(Collectors.toSet()))
                .isEqualTo(daemon.client().services().stream()
                        .map(ServiceView::name)
                        .collect(Collectors.toSet()));
    }

    private void removeAll() {
        daemon.client().services().forEach(service -> daemon.client().removeService(service.name()));
        await(
                "services to go",
                () -> daemon.client().services().stream().map(ServiceView::name).toList());
        daemon.client().instances().forEach(instance -> daemon.client().removeInstance(instance.name(), true));
    }

    private void checkNothingIsLeft() throws IOException {
        assertThat(daemon.client().instances()).isEmpty();
        assertThat(daemon.hypervisor.running()).as("processes").isEmpty();
        assertThat(daemon.images().holders()).as("held images").isEmpty();
        assertThat(names(folder.resolve("data/instances"))).as("folders").isEmpty();
        assertThat(names(folder.resolve("data/run"))).as("sockets").containsExactly("daemon.sock");
        await("port to be free", () -> LoopbackPorts.isFree(port) ? List.of() : List.of(Integer.toString(port)));
        assertThat(faults.isSound()).as("database").isTrue();
    }

    private static Set<String> names(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private List<Event> events() {
        return daemon.fleet.events(EventQuery.after(0), 1_000_000);
    }
}
