package dev.ristretto.tools.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.client.ListEventsQuery;
import dev.ristretto.fleet.daemon.SimulatedDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a file to what a daemon keeps, by way of its socket; the instances are simulated. */
@Timeout(60)
class ProjectRunTest {

    private static final String FILE = """
            project: shop
            services:
              web: {image: shop, replicas: 2, needs: [db], environment: {COLOUR: red}, drain: 0s, deadline: 1d}
            instances:
              db: {image: shop, restart: always}
              job: {image: shop, needs: [web]}
            """;

    @TempDir
    Path folder;

    private final List<String> done = new ArrayList<>();
    private SimulatedDaemon daemon;
    private FleetClient client;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder);
        client = daemon.client();
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void allIsMadeInTheOrderOfNeedsAndThenLeftAlone() throws Exception {
        up(FILE);
        assertThat(done).containsExactly("create db", "create web", "create job");
        assertThat(names()).containsExactly("db", "job", "web-1-1", "web-1-2");
        assertThat(client.instances())
                .allSatisfy(instance ->
                        assertThat(instance.specification().labels()).containsEntry("project", "shop"));
        List<String> started = client.listEvents(new ListEventsQuery()).toList().stream()
                .filter(event -> event.kind().equals("started"))
                .map(Event::name)
                .toList();
        assertThat(started.getFirst()).isEqualTo("db");
        assertThat(started.getLast()).isEqualTo("job");

        done.clear();
        assertThat(ProjectPlan.isDone(plan(FILE))).isTrue();
        long events = client.listEvents(new ListEventsQuery()).toList().size();
        up(FILE);
        assertThat(done).isEmpty();
        assertThat(client.listEvents(new ListEventsQuery()).toList()).hasSize((int) events);
    }

    @Test
    void whatHasChangedIsChangedAndWhatIsGoneIsRemoved() throws Exception {
        up(FILE);
        done.clear();
        long db = client.getInstance("db").id();
        up(FILE.replace("replicas: 2", "replicas: 3"));
        assertThat(done).containsExactly("scale web");
        assertThat(names()).containsExactly("db", "job", "web-1-1", "web-1-2", "web-1-3");

        done.clear();
        String blue = FILE.replace("red", "blue").replace("replicas: 2", "replicas: 1, surge: 2");
        up(blue);
        assertThat(done).containsExactly("update web");
        ServiceView web = client.getService("web");
        assertThat(web.specification().environment()).containsEntry("COLOUR", "blue");
        assertThat(web.settings().surge()).isEqualTo(2);
        assertThat(names()).containsExactly("db", "job", "web-2-1");
        assertThat(client.getInstance("db").id()).isEqualTo(db);

        done.clear();
        up(blue.replace("restart: always", "memory: 96M"));
        assertThat(done).containsExactly("replace db");
        assertThat(client.getInstance("db").id()).isNotEqualTo(db);

        done.clear();
        up("project: shop\ninstances: {db: {image: shop, memory: 96M}}");
        assertThat(done).containsExactly("remove web", "remove job");
        assertThat(names()).containsExactly("db");
    }

    @Test
    void whatWasInterruptedGoesOnWhereItWas() throws Exception {
        List<Step> steps = plan(FILE);
        assertThatThrownBy(() -> new ProjectRun(client, new Watching() {
                            @Override
                            public void done(Step step) {
                                super.done(step);
                                if (step.name().equals("web")) {
                                    throw new IllegalStateException("interrupted");
                                }
                            }
                        })
                        .take(steps))
                .hasMessage("interrupted");
        assertThat(done).containsExactly("create db", "create web");
        daemon.restart();
        up(FILE);
        assertThat(done).containsExactly("create db", "create web", "create job");
        assertThat(ProjectPlan.isDone(plan(FILE))).isTrue();
    }

    @Test
    void downLeavesNothingOfTheProjectAndAllOfOthers() throws Exception {
        up(FILE);
        up("project: other\ninstances: {theirs: {image: shop}}");
        done.clear();
        ProjectDefinition project = ProjectFile.parse("r.yaml", FILE, "folder", Map.of());
        List<String> order = project.parts().stream().map(ProjectPart::name).toList();
        new ProjectRun(client, new Watching(), 0).take(ProjectPlan.down("shop", order, ActualState.of(client)));
        assertThat(done).containsExactly("remove job", "remove web", "remove db");
        assertThat(names()).containsExactly("theirs");
        assertThat(client.services()).isEmpty();
    }

    @Test
    void whatIsStoppedIsStartedAgain() throws Exception {
        up(FILE);
        done.clear();
        client.stopInstance("db", 0L);
        up(FILE);
        assertThat(done).containsExactly("start db");
        assertThat(client.getInstance("db").state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void whatDoesNotBecomeWellIsToldWithItsPlace() throws Exception {
        String file = """
                project: shop
                instances:
                  db: {image: shop, health: 'console:ready', deadline: 50ms}
                  job: {image: shop, needs: [db]}
                """;
        assertThatThrownBy(() -> up(file))
                .hasMessage("r.yaml:3:3: db is not well after 50ms (health: starting)\nSee why: ristretto logs db");
        assertThat(done).containsExactly("create db");
    }

    @Test
    void theSettingsOfAServiceAreChangedButNotItsPort() throws Exception {
        up(FILE);
        FleetClient services = client;
        ServiceView web = services.getService("web");
        assertThat(services.configureService("web", web.settings().withReplicas(1))
                        .settings()
                        .replicas())
                .isEqualTo(1);
        assertThatThrownBy(() -> services.configureService(
                        "web", new ServiceSettings("127.0.0.1:1:2", false, 1, 1, 1000, 0, null)))
                .hasMessage("The port and the protocol of service web cannot be changed"
                        + "\nRemove it and make another one: ristretto service rm web");
    }

    private void up(String file) throws Exception {
        new ProjectRun(client, new Watching(), 0).take(plan(file));
    }

    private List<Step> plan(String file) {
        ProjectDefinition project = ProjectFile.parse("r.yaml", file, "folder", Map.of());
        Specification shop = daemon.specification();
        List<DesiredPart> wanted = ProjectPlanTest.wanted(file).stream()
                .map(part -> new DesiredPart(part.part(), part.specification().withImage(shop.digest(), "")))
                .toList();
        return ProjectPlan.up(project.name(), wanted, ActualState.of(client));
    }

    private List<String> names() {
        return client.instances().stream().map(InstanceView::name).toList();
    }

    private class Watching implements ProjectRun.Onlooker {

        private final FleetClient services = client;

        @Override
        public void done(Step step) {
            done.add(step.action() + " " + step.name());
        }

        @Override
        public void waiting(String instance, Duration patience) {
            // Nobody looks.
        }

        @Override
        public ServiceView revision(ServiceView begun) {
            ServiceView view = begun;
            while (!view.isSettled()) {
                view = look(view).orElseThrow();
            }
            assertThat(view.state()).isEqualTo(ServiceState.STEADY);
            return view;
        }

        @Override
        public void replicas(ServiceView begun) {
            ServiceView view = begun;
            while (view.ready() != view.replicas() || view.members().size() != view.replicas()) {
                view = look(view).orElseThrow();
            }
        }

        @Override
        public void removal(ServiceView begun) {
            Optional<ServiceView> view = Optional.of(begun);
            while (view.isPresent()) {
                view = look(view.get());
            }
        }

        /** Time goes on while somebody looks: instances that were asked to stop do. */
        private Optional<ServiceView> look(ServiceView known) {
            daemon.pass(Duration.ofSeconds(1));
            return services.services().stream()
                    .filter(view -> view.id() == known.id())
                    .findFirst();
        }
    }
}
