package dev.ristretto.fleet.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.Scaling;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.balancer.LoopbackPorts;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.simulation.RawHttpClient;
import dev.ristretto.fleet.daemon.simulation.ServingHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services with a balancer and real HTTP servers as replicas, in real time. */
@Timeout(120)
class ServiceTest {

    private static final HealthCheck CHECK = new HealthCheck("http:/health", 50, 1000, 2, 500);

    @TempDir
    Path folder;

    private final ServingHypervisor hypervisor = new ServingHypervisor();
    private ImageStore images;
    private Image image;
    private Fleet fleet;
    private int port;

    @BeforeEach
    void open() {
        images = new ImageStore(folder.resolve("images"));
        image = SimulatedImages.put(images, "shop");
        fleet = start();
        port = LoopbackPorts.choose(taken -> false);
    }

    private Fleet start() {
        return new Fleet(
                new FleetFolders(folder.resolve("data")), images, hypervisor, Clock.tickMillis(ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        fleet.close();
        hypervisor.close();
    }

    @Test
    void aServiceIsReachedThroughOnePortAndLeavesNothing() throws Exception {
        create("web", "one", 3, null);
        assertThat(settled("web").ready()).isEqualTo(3);
        assertThat(get()).isEqualTo("one");
        assertThat(fleet.instances().list())
                .extracting(InstanceView::name)
                .containsExactly("web-1-1", "web-1-2", "web-1-3");
        assertThat(images.holders()).containsKeys("web@1", "web-1-1");

        fleet.services().remove("web");
        awaitGone("web");
        assertThat(fleet.instances().list()).isEmpty();
        assertThat(hypervisor.answers()).isEmpty();
        assertThat(images.holders()).isEmpty();
        while (!LoopbackPorts.isFree(port)) {
            // Linux may take a moment to take a listening socket down.
            Thread.onSpinWait();
        }
    }

    @Test
    void nameAndPortAreFreeAsSoonAsAServiceIsGone() throws Exception {
        for (int i = 0; i < 10; i++) {
            create("web", "one", i % 2, null);
            fleet.services().remove("web");
            awaitGone("web");
        }
    }

    @Test
    void anUpdateUnderLoadLosesNoRequestAndNeverHasFewerReplicas() throws Exception {
        create("web", "one", 10, null);
        settled("web");
        try (Load load = new Load(port, 8)) {
            load.await(200);
            fleet.services().update("web", specification("two"));
            ServiceView done = settled("web");
            load.await(200);
            assertThat(done.revision()).isEqualTo(2);
            assertThat(done.state()).isEqualTo(ServiceState.STEADY);
            assertThat(load.stop())
                    .as("failures of " + load.count() + " requests")
                    .isEmpty();
            assertThat(load.answers()).containsExactly("one", "two");
        }
        await("web", view -> view.members().size() == 10);
        assertThat(hypervisor.answers()).hasSize(10).containsOnly("two");
        // One more by the surge, and those that drain.
        assertThat(hypervisor.most()).isBetween(11, 14);
    }

    @Test
    void aReplicaThatDiesUnderLoadIsReplacedUnnoticed() throws Exception {
        create("web", "one", 3, null);
        settled("web");
        try (Load load = new Load(port, 4)) {
            for (int i = 1; i <= 5; i++) {
                load.await(50);
                hypervisor.endAny();
                int restarts = i;
                awaitRestarts(restarts);
            }
            assertThat(load.stop())
                    .as("failures of " + load.count() + " requests")
                    .isEmpty();
        }
    }

    @Test
    void aRevisionThatCrashesIsRolledBackByItself() throws Exception {
        create("web", "one", 3, null);
        settled("web");
        try (Load load = new Load(port, 4)) {
            fleet.services().update("web", specification("crash"));
            ServiceView back = settled("web");
            assertThat(back.state()).isEqualTo(ServiceState.STEADY);
            assertThat(back.revision()).isEqualTo(1);
            assertThat(back.message()).startsWith("revision 2 failed: web-2-1 kernel panic: out of luck");
            load.await(50);
            assertThat(load.stop()).isEmpty();
        }
        await("web", view -> view.members().size() == 3);
        assertThat(hypervisor.answers()).containsExactly("one", "one", "one");
        assertThat(images.holders()).doesNotContainKey("web@2");
        assertThat(kinds()).containsSubsequence("service-update", "service-rollback", "service-steady");
    }

    @Test
    void aRevisionThatIsNeverHealthyIsRolledBackByItself() throws Exception {
        create("web", "one", 2, null);
        settled("web");
        fleet.services().update("web", specification("sick"));
        ServiceView back = settled("web");
        assertThat(back.revision()).isEqualTo(1);
        assertThat(back.message()).isEqualTo("revision 2 failed: web-2-1 is unhealthy");
    }

    @Test
    void aFirstRevisionThatFailsHasNothingToGoBackTo() throws Exception {
        create("web", "crash", 2, null);
        ServiceView failed = settled("web");
        assertThat(failed.state()).isEqualTo(ServiceState.FAILED);
        assertThat(failed.revision()).isZero();
        assertThatThrownBy(() -> fleet.services().rollBack("web"))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        fleet.services().update("web", specification("one"));
        ServiceView mended = settled("web");
        assertThat(mended.state()).isEqualTo(ServiceState.STEADY);
        assertThat(mended.revision()).isEqualTo(2);
        assertThat(get()).isEqualTo("one");
    }

    @Test
    void aRollbackIsFinishedByWhoeverComesAfterTheDaemonWasKilled() throws Exception {
        create("web", "one", 4, null);
        settled("web");
        fleet.services().update("web", specification("two"));
        settled("web");
        fleet.services().rollBack("web");
        await("web", view -> view.updated() > 0);
        for (int i = 0; i < 3; i++) {
            fleet.close();
            fleet = start();
        }
        ServiceView back = settled("web");
        assertThat(back.revision()).isEqualTo(1);
        assertThat(back.previous()).isEqualTo(2);
        await("web", view -> view.members().size() == 4);
        assertThat(hypervisor.answers()).containsExactly("one", "one", "one", "one");
        assertThat(get()).isEqualTo("one");
    }

    @Test
    void anUpdateCanBeCalledOff() throws Exception {
        create("web", "one", 4, null);
        settled("web");
        fleet.services().update("web", specification("two"));
        await("web", view -> view.updated() > 0);
        fleet.services().rollBack("web");
        ServiceView back = settled("web");
        assertThat(back.revision()).isEqualTo(1);
        await("web", view -> view.members().size() == 4);
        assertThat(hypervisor.answers()).containsOnly("one");
    }

    @Test
    void theNumberOfReplicasFollows() throws Exception {
        create("web", "one", 1, null);
        settled("web");
        fleet.services().scale("web", 6);
        await("web", view -> view.ready() == 6);
        fleet.services().scale("web", 2);
        await("web", view -> view.members().size() == 2);
        assertThat(get()).isEqualTo("one");
        assertThatThrownBy(() -> fleet.services().scale("web", 1001)).hasMessageContaining("from 0 to 1000 replicas");
    }

    @Test
    void aServiceSleepsWithoutRequestsAndWakesWithTheFirst() throws Exception {
        create("web", "one", 2, new Scaling(0, 2, 0, 300));
        settled("web");
        assertThat(get()).isEqualTo("one");
        await("web", view -> view.replicas() == 0 && view.members().isEmpty());
        assertThat(hypervisor.answers()).isEmpty();
        assertThat(get()).isEqualTo("one");
        assertThat(post("body")).isEqualTo("one");
        await("web", view -> view.replicas() == 0 && view.members().isEmpty());
        assertThat(kinds()).contains("service-scale");
    }

    @Test
    void whoFindsSomebodyElseAtItsPortIsReplacedByOneWithAnother() throws Exception {
        List<ServerSocket> others = new CopyOnWriteArrayList<>();
        hypervisor.beforeStart = own -> {
            try {
                if (others.size() < 2) {
                    others.add(new ServerSocket(own, 1, InetAddress.getLoopbackAddress()));
                }
            } catch (IOException e) {
                // It is taken already.
            }
        };
        try {
            create("web", "one", 2, null);
            ServiceView web = settled("web");
            assertThat(web.state()).isEqualTo(ServiceState.STEADY);
            assertThat(web.message()).isNull();
            await("web", view -> view.members().size() == 2);
            assertThat(others).hasSize(2);
            assertThat(get()).isEqualTo("one");
        } finally {
            for (ServerSocket other : others) {
                other.close();
            }
        }
    }

    @Test
    void asManyReplicasComeAsThereIsToDo() throws Exception {
        create("web", "slow", 1, new Scaling(1, 4, 2, 0));
        settled("web");
        try (Load load = new Load(port, 7)) {
            ServiceView busy = await("web", view -> view.ready() == 4);
            assertThat(busy.inFlight()).isEqualTo(7);
            assertThat(kinds()).contains("service-scale");
            hypervisor.patience.countDown();
            load.await(20);
            assertThat(load.stop()).isEmpty();
        }
    }

    @Test
    void whatIsRemovedBehindItsBackIsMadeAnew() throws Exception {
        create("web", "one", 2, null);
        settled("web");
        fleet.instances().remove("web-1-1", true);
        await("web", view -> view.ready() == 2);
        fleet.instances().stop("web-1-2", Duration.ofSeconds(1));
        await("web", view -> view.ready() == 2);
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        create("web", "one", 1, null);
        assertThatThrownBy(() -> create("web", "one", 1, null)).hasMessageContaining("There is a service web already");
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = holder.getLocalPort();
            assertThatThrownBy(() -> create("shop", "one", 1, null))
                    .hasMessageContaining("Port " + port + " on 127.0.0.1 is in use");
        }
        assertThatThrownBy(() -> fleet.services().get("we")).hasMessage("No service is called we. Services: web.");
        assertThat(fleet.services().list()).extracting(ServiceView::name).containsExactly("web");
    }

    private void create(String name, String answer, int replicas, @Nullable Scaling scaling)
            throws InterruptedException {
        fleet.services()
                .create(new NewService(
                        name,
                        specification(answer),
                        new ServiceSettings("127.0.0.1:" + port + ":80", true, replicas, 1, 20_000, 5_000, scaling)));
    }

    private Specification specification(String answer) {
        return SimulatedImages.specification(image, List.of(answer), "no").with(Map.of("tier", "front"), CHECK);
    }

    private ServiceView settled(String name) throws Exception {
        return await(name, ServiceView::isSettled);
    }

    private ServiceView await(String name, Predicate<ServiceView> goal) throws Exception {
        ServiceView view = fleet.services().get(name);
        while (!goal.test(view)) {
            view = fleet.services().await(name, view.changes(), Duration.ofSeconds(60));
        }
        return view;
    }

    private void awaitGone(String name) throws Exception {
        try {
            await(name, view -> false);
        } catch (FleetException e) {
            assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
        }
    }

    private void awaitRestarts(int restarts) throws Exception {
        await(
                "web",
                view -> view.ready() == 3
                        && fleet.instances().list().stream()
                                        .mapToInt(InstanceView::restarts)
                                        .sum()
                                == restarts);
    }

    private List<String> kinds() throws Exception {
        return fleet.events(EventQuery.after(0), 1000).stream().map(Event::kind).toList();
    }

    private String get() throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")));
    }

    private String post(String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .POST(BodyPublishers.ofString(body)));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "status " + answer.statusCode();
        }
    }

    /** Clients that keep their connections and ask again and again. */
    private static final class Load implements AutoCloseable {

        private final List<Thread> threads = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private final TreeSet<String> answers = new TreeSet<>();
        private int count;
        private volatile boolean stopped;

        Load(int port, int clients) {
            for (int i = 0; i < clients; i++) {
                threads.add(Thread.ofVirtual().start(() -> run(port)));
            }
        }

        private void run(int port) {
            RawHttpClient client = new RawHttpClient(port);
            while (!stopped) {
                String answer = client.get();
                synchronized (this) {
                    count++;
                    if (answer.startsWith("!")) {
                        failures.add(answer);
                    } else {
                        answers.add(answer);
                    }
                    notifyAll();
                }
            }
            client.close();
        }

        synchronized int count() {
            return count;
        }

        synchronized List<String> answers() {
            return List.copyOf(answers);
        }

        /** Waits for so many more requests. */
        synchronized void await(int more) throws InterruptedException {
            int goal = count + more;
            while (count < goal) {
                wait();
            }
        }

        List<String> stop() throws InterruptedException {
            stopped = true;
            for (Thread thread : threads) {
                thread.join();
            }
            return failures;
        }

        @Override
        public void close() throws InterruptedException {
            stop();
        }
    }
}
