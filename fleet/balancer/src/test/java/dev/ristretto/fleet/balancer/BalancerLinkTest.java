package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.balancer.LoadBalancer.Observation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Daemon and balancer on both ends of their socket. The balancer's process is a part of this JVM that knows nothing of
 * the daemon's.
 */
@Timeout(60)
class BalancerLinkTest {

    @TempDir
    Path folder;

    private final List<Running> launched = new ArrayList<>();
    private final Signal news = new Signal();
    private ServerSocket replica;
    private int port;

    private record Running(Balancer balancer, BalancerServer server, Thread end) {
        void kill() throws IOException {
            server.close();
            balancer.close();
            try {
                end.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void open() throws Exception {
        replica = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = LoopbackPorts.choose(taken -> false);
    }

    @AfterEach
    void close() throws Exception {
        replica.close();
        for (Running running : launched) {
            running.kill();
        }
    }

    @Test
    void theBalancerIsStartedWhenThereIsSomethingToRouteAndStoppedWhenThereIsNothingLeft() throws Exception {
        try (BalancerLink link = link("1")) {
            link.begin();
            assertThat(launched).isEmpty();
            long generation = link.route(route());
            await(link, seen -> seen.generation() >= generation);
            assertThat(launched).hasSize(1);
            answers();
            link.withdraw("web");
            launched.getFirst().end().join();
            awaitFree();
        }
    }

    @Test
    void theBalancerGoesOnWithoutADaemonAndServesTheNext() throws Exception {
        try (BalancerLink link = link("1")) {
            link.begin();
            link.route(route());
            await(link, seen -> seen.traffic().obstacle() == null);
        }
        answers();
        try (BalancerLink next = link("1")) {
            long generation = next.route(route());
            next.begin();
            await(next, seen -> seen.generation() == generation);
            answers();
            assertThat(launched).hasSize(1);
        }
    }

    @Test
    void aBalancerThatIsKilledIsReplaced() throws Exception {
        try (BalancerLink link = link("1")) {
            link.begin();
            link.route(route());
            await(link, seen -> true);
            launched.getFirst().kill();
            while (launched().size() < 2) {
                news.await(Optional.of(Duration.ofMillis(50)));
            }
            await(link, seen -> seen.traffic().obstacle() == null);
            answers();
        }
    }

    @Test
    void aBalancerOfAnotherVersionIsReplaced() throws Exception {
        try (BalancerLink link = link("1")) {
            link.begin();
            link.route(route());
            await(link, seen -> true);
        }
        try (BalancerLink next = link("2")) {
            next.route(route());
            next.begin();
            await(next, seen -> seen.traffic().obstacle() == null);
            assertThat(launched()).hasSize(2);
            answers();
        }
    }

    @Test
    void aServiceThatIsGoneWhenTheDaemonComesBackIsNotServedAnyMore() throws Exception {
        try (BalancerLink link = link("1")) {
            link.begin();
            link.route(route());
            await(link, seen -> true);
        }
        try (BalancerLink next = link("1")) {
            next.begin();
            launched.getFirst().end().join();
        }
    }

    @Test
    void aServiceSaysWhyItsBalancerCannotBeStarted() throws Exception {
        try (BalancerLink link =
                new BalancerLink(folder.resolve("b.sock"), "1", () -> () -> Optional.of("it ended: no such class"))) {
            link.listen(service -> news.raise());
            link.begin();
            link.route(route());
            await(link, seen -> seen.traffic().obstacle() != null);
            assertThat(link.observe("web").orElseThrow().traffic().obstacle())
                    .isEqualTo("the balancer cannot be reached: it ended: no such class");
        }
    }

    private BalancerLink link(String version) {
        BalancerLink link = new BalancerLink(folder.resolve("b.sock"), version, () -> launch(version));
        link.listen(service -> news.raise());
        return link;
    }

    private synchronized BalancerLink.Launched launch(String version) throws IOException {
        // As the lock has it: one after the other.
        for (Running earlier : launched) {
            earlier.kill();
        }
        Balancer balancer = new Balancer(version);
        BalancerServer server = new BalancerServer(folder.resolve("b.sock"), balancer);
        Thread end = Thread.ofVirtual().start(() -> {
            try {
                server.awaitStop();
                server.close();
                balancer.close();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        launched.add(new Running(balancer, server, end));
        return () -> end.isAlive() ? Optional.empty() : Optional.of("it was killed");
    }

    private synchronized List<Running> launched() {
        return List.copyOf(launched);
    }

    private ServiceRoute route() {
        return new ServiceRoute(
                "web", "127.0.0.1", port, false, List.of(new Target("web-1-1", replica.getLocalPort(), false)));
    }

    /** Linux may take a moment to take a listening socket down. */
    private void awaitFree() throws InterruptedException {
        while (!LoopbackPorts.isFree(port)) {
            news.await(Optional.of(Duration.ofMillis(10)));
        }
    }

    private void answers() throws Exception {
        try (Socket client = new Socket("127.0.0.1", port);
                Socket server = replica.accept()) {
            client.getOutputStream().write('x');
            assertThat(server.getInputStream().read()).isEqualTo('x');
        }
    }

    private void await(BalancerLink link, Predicate<Observation> goal) throws InterruptedException {
        @Nullable Observation seen = link.observe("web").orElse(null);
        while (seen == null || !goal.test(seen)) {
            news.await(Optional.of(Duration.ofMillis(50)));
            seen = link.observe("web").orElse(null);
        }
    }
}
