package dev.ristretto.tools.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.run.vmm.ProcessorCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is to be done, from what is wanted and what there is. */
class ProjectPlanTest {

    private static final String FILE = """
            project: shop
            services:
              web: {image: web, replicas: 3, publish: '8080:80', needs: [db]}
            instances:
              db: {image: db, memory: 64M, restart: always}
            """;

    private final List<ServiceView> services = new ArrayList<>();
    private final List<InstanceView> instances = new ArrayList<>();

    @Test
    void whereThereIsNothingAllIsMadeInTheOrderOfNeeds() {
        assertThat(plan(FILE)).containsExactly("create instance db", "create service web");
    }

    @Test
    void whatIsThereAsWantedIsLeftAlone() {
        bringAbout(FILE);
        assertThat(plan(FILE)).containsExactly("nothing instance db", "nothing service web");
        assertThat(ProjectPlan.isDone(steps(FILE))).isTrue();
        // The instances of a service carry its labels.
        Specification replica = services.getFirst().specification();
        instances.add(instance("web-1-1", replica.with(with(replica.labels(), "ristretto.service", "web"), null)));
        assertThat(plan(FILE)).containsExactly("nothing instance db", "nothing service web");
    }

    @Test
    void whatIsHalfDoneIsGoneOnWith() {
        bringAbout(FILE);
        services.clear();
        assertThat(plan(FILE)).containsExactly("nothing instance db", "create service web");
        assertThat(ProjectPlan.isDone(steps(FILE))).isFalse();
    }

    @Test
    void whatIsNoLongerInTheFileIsRemovedFirst() {
        bringAbout(FILE);
        assertThat(plan("project: shop\ninstances: {cache: {image: c}}"))
                .containsExactly("remove service web", "remove instance db", "create instance cache");
    }

    @Test
    void whatBelongsToOthersIsNotTouched() {
        bringAbout(FILE.replace("shop", "other"));
        assertThat(plan("project: shop\n")).isEmpty();
        assertThatThrownBy(() -> plan(FILE))
                .hasMessage("r.yaml:5:3: there is an instance db already, which belongs to project other"
                        + "\nRename this one, or remove the other: ristretto rm -f db");
        instances.clear();
        assertThatThrownBy(() -> plan(FILE))
                .hasMessage("r.yaml:3:3: there is a service web already, which belongs to project other"
                        + "\nRename this one, or remove the other: ristretto service rm web");
        services.clear();
        instances.add(instance("db", specification("db").with(Map.of(), null)));
        assertThatThrownBy(() -> plan(FILE))
                .hasMessageContaining("an instance db already, which belongs to no project");
    }

    @Test
    void anInstanceBecomesAServiceByWayOfNothing() {
        bringAbout("project: shop\ninstances: {web: {image: web}}");
        assertThat(plan("project: shop\nservices: {web: {image: web}}"))
                .containsExactly("remove instance web", "create service web");
    }

    @Test
    void anInstanceThatIsOtherwiseIsReplaced() {
        bringAbout(FILE);
        assertThat(plan(FILE.replace("64M", "128M")))
                .containsExactly("replace instance db: memory 64 MiB -> 128 MiB", "nothing service web");
        assertThat(plan(FILE.replace("restart: always", "publish: ['1:2'], labels: {tier: back}")))
                .containsExactly(
                        "replace instance db: label tier none -> back, publish none -> 127.0.0.1:1:2,"
                                + " restart always -> no",
                        "nothing service web");
    }

    @Test
    void moreProcessorsAreAnotherRevisionOrInstance() {
        bringAbout(FILE);
        assertThat(plan(FILE.replace("64M,", "64M, cpus: 1,")))
                .as("as if nothing were said")
                .containsExactly("nothing instance db", "nothing service web");
        String file = FILE.replace("64M,", "64M, cpus: 2,").replace("replicas: 3,", "replicas: 3, cpus: auto,");
        assertThat(plan(file))
                .containsExactly("replace instance db: cpus 1 -> 2", "update service web: cpus 1 -> auto");
        bringAbout(file);
        assertThat(ProjectPlan.isDone(steps(file))).isTrue();
    }

    @Test
    void otherFilesAreAnotherRevisionOrInstance() {
        bringAbout(FILE);
        String file = FILE.replace("64M,", "64M, volumes: ['data:/data'], tmpfs: /tmp,")
                .replace("replicas: 3,", "replicas: 3, read-only: true, volumes: ['words:/words:ro'],");
        assertThat(plan(file))
                .containsExactly(
                        "replace instance db: volumes none -> data:/data, tmpfs none -> /tmp",
                        "update service web: volumes none -> words:/words:ro, read-only false -> true");
        bringAbout(file);
        assertThat(ProjectPlan.isDone(steps(file))).isTrue();
    }

    @Test
    void anInstanceThatWasStoppedOrHasFailedIsStarted() {
        String file = "project: shop\ninstances: {job: {image: job}}";
        Specification job = wanted(file).getFirst().specification();
        record Case(
                DesiredState wanted,
                InstanceState state,
                @Nullable Integer status,
                String plan) {}
        for (Case each : List.of(
                new Case(DesiredState.RUNNING, InstanceState.RUNNING, null, "nothing instance job"),
                new Case(DesiredState.RUNNING, InstanceState.WAITING, 1, "nothing instance job"),
                new Case(DesiredState.RUNNING, InstanceState.ENDED, 0, "nothing instance job"),
                new Case(DesiredState.RUNNING, InstanceState.ENDED, 1, "start instance job"),
                new Case(DesiredState.STOPPED, InstanceState.ENDED, 0, "start instance job"),
                new Case(DesiredState.STOPPED, InstanceState.STOPPING, null, "start instance job"),
                new Case(DesiredState.REMOVED, InstanceState.STOPPING, null, "replace instance job"))) {
            instances.clear();
            instances.add(instance("job", job, each.wanted(), each.state(), each.status()));
            assertThat(plan(file)).as(each.toString()).containsExactly(each.plan());
        }
    }

    @Test
    void aServiceIsUpdatedWithWhatItsReplicasRun() {
        bringAbout(FILE);
        assertThat(plan(FILE.replace("image: web", "image: web:2")))
                .containsExactly("nothing instance db", "update service web: image web -> web:2");
        assertThat(plan(FILE.replace("needs", "environment: {SECRET: s3}, arguments: [a, b], health: tcp, needs")))
                .containsExactly(
                        "nothing instance db", "update service web: arguments none -> a b, environment SECRET");
        assertThat(plan(FILE.replace("needs", "health: {check: tcp, interval: 1s}, needs")))
                .containsExactly(
                        "nothing instance db",
                        "update service web: health tcp every 10s within 3s, 3 retries after 30s"
                                + " -> tcp every 1s within 3s, 3 retries after 30s");
    }

    @Test
    void theSameNameMayBeAnotherImage() {
        bringAbout(FILE);
        List<DesiredPart> rebuilt = wanted(FILE).stream()
                .map(part ->
                        new DesiredPart(part.part(), part.specification().withImage("sha256:" + "f".repeat(64), "/k")))
                .toList();
        assertThat(describe(ProjectPlan.up("shop", rebuilt, new ActualState(services, instances)))
                        .getFirst())
                .isEqualTo("replace instance db: image db sha256:"
                        + digest("db").substring(7, 19) + " -> db sha256:" + "f".repeat(12));
    }

    @Test
    void whereTheKernelIsMakesNoDifference() {
        bringAbout(FILE);
        instances.set(
                0,
                instance(
                        "db",
                        instances
                                .getFirst()
                                .specification()
                                .withImage(instances.getFirst().specification().digest(), "/elsewhere")));
        assertThat(plan(FILE)).containsExactly("nothing instance db", "nothing service web");
    }

    @Test
    void onlyTheNumberIsScaled() {
        bringAbout(FILE);
        assertThat(plan(FILE.replace("replicas: 3", "replicas: 5")))
                .containsExactly("nothing instance db", "scale service web: replicas 3 -> 5");
        assertThat(plan(FILE.replace("replicas: 3", "replicas: 5, drain: 1m, image: x")
                        .replace("image: web, ", "")))
                .containsExactly(
                        "nothing instance db", "update service web: replicas 3 -> 5, drain 10s -> 1m, image web -> x");
    }

    @Test
    void aServiceThatScalesByItselfHasTheReplicasThatItHas() {
        String scaled = FILE.replace("replicas: 3", "scaling: {min: 1, max: 9, target: 5}");
        bringAbout(scaled);
        ServiceView web = services.getFirst();
        services.set(0, service("web", web.specification(), web.settings().withReplicas(7), ServiceState.STEADY));
        assertThat(plan(scaled)).containsExactly("nothing instance db", "nothing service web");
        assertThat(plan(scaled.replace("max: 9", "max: 10")))
                .containsExactly(
                        "nothing instance db", "update service web: scaling 1 to 9, target 5 -> 1 to 10, target 5");
    }

    @Test
    void anotherPortTakesAnotherService() {
        bringAbout(FILE);
        assertThat(plan(FILE.replace("8080", "8081")).getLast())
                .isEqualTo("replace service web: publish 127.0.0.1:8080:80 -> 127.0.0.1:8081:80");
        assertThat(plan(FILE.replace("needs", "protocol: http, needs")).getLast())
                .isEqualTo("replace service web: protocol tcp -> http");
    }

    @Test
    void aServiceThatIsOnItsWayOutIsWaitedForAndMadeAgain() {
        bringAbout(FILE);
        ServiceView web = services.getFirst();
        services.set(0, service("web", web.specification(), web.settings(), ServiceState.REMOVING));
        assertThat(plan(FILE)).containsExactly("nothing instance db", "replace service web");
    }

    @Test
    void downGoesTheOtherWayRound() {
        String file = """
                project: shop
                instances:
                  db: {image: db}
                  cache: {image: c, needs: [db]}
                services:
                  web: {image: web, needs: [cache]}
                """;
        bringAbout(file);
        bringAboutMore("project: shop\ninstances: {old: {image: old}}");
        ActualState present = new ActualState(services, instances);
        assertThat(describe(ProjectPlan.down("shop", List.of("db", "cache", "web"), present)))
                .containsExactly(
                        "remove instance old", "remove service web", "remove instance cache", "remove instance db");
        assertThat(describe(ProjectPlan.down("shop", List.of(), present)))
                .hasSize(4)
                .first()
                .isEqualTo("remove service web");
        assertThat(ProjectPlan.down("other", List.of("db"), present)).isEmpty();
    }

    private void bringAbout(String file) {
        services.clear();
        instances.clear();
        bringAboutMore(file);
    }

    private void bringAboutMore(String file) {
        for (DesiredPart wanted : wanted(file)) {
            switch (wanted.part()) {
                case ProjectPart.Service service ->
                    services.add(
                            service(service.name(), wanted.specification(), service.settings(), ServiceState.STEADY));
                case ProjectPart.Instance instance -> instances.add(instance(instance.name(), wanted.specification()));
            }
        }
    }

    private List<String> plan(String file) {
        return describe(steps(file));
    }

    private List<Step> steps(String file) {
        return ProjectPlan.up(
                ProjectFile.parse("r.yaml", file, "folder", Map.of()).name(),
                wanted(file),
                new ActualState(services, instances));
    }

    private static List<String> describe(List<Step> steps) {
        return steps.stream()
                .map(step -> step.action() + " " + step.kind() + " " + step.name()
                        + (step.changes().isEmpty()
                                ? ""
                                : ": "
                                        + String.join(
                                                ", ",
                                                step.changes().stream()
                                                        .map(Object::toString)
                                                        .toList())))
                .toList();
    }

    static List<DesiredPart> wanted(String file) {
        return ProjectFile.parse("r.yaml", file, "folder", Map.of()).parts().stream()
                .map(part -> new DesiredPart(part, specification(part)))
                .toList();
    }

    private static Specification specification(ProjectPart part) {
        Workload workload = part.workload();
        Specification base = specification(part.origin().image().orElseThrow());
        ProjectPart.Instance instance = part instanceof ProjectPart.Instance i ? i : null;
        return Specification.builder(
                        base.image(),
                        base.digest(),
                        base.kernel(),
                        workload.memoryBytes().orElse(base.memoryBytes()))
                .cpus(workload.cpus().orElse(ProcessorCount.USUAL))
                .arguments(workload.arguments().orElse(List.of()))
                .environment(workload.environment())
                .machine(base.machine())
                .accelerator(base.accelerator())
                .ports(instance == null ? List.of() : instance.ports())
                .restart(instance == null ? "always" : instance.restart())
                .labels(workload.labels())
                .health(workload.health())
                .hostAccess(workload.hostAccess().orElse(false))
                .volumes(workload.volumes().orElse(List.of()))
                .tmpfs(workload.tmpfs().orElse(List.of()))
                .readOnly(workload.readOnly().orElse(false))
                .build();
    }

    private static Specification specification(String image) {
        return Specification.builder(image, digest(image), "/kernel", 64 << 20)
                .machine("microvm")
                .accelerator("auto")
                .build();
    }

    /** Another one for each name. */
    private static String digest(String image) {
        return "sha256:" + "%064x".formatted(image.hashCode() & 0xffffffffL).replace('0', 'a');
    }

    private static Map<String, String> with(Map<String, String> labels, String key, String value) {
        Map<String, String> more = new HashMap<>(labels);
        more.put(key, value);
        return more;
    }

    private static InstanceView instance(String name, Specification specification) {
        return instance(name, specification, DesiredState.RUNNING, InstanceState.RUNNING, null);
    }

    private static InstanceView instance(
            String name,
            Specification specification,
            DesiredState wanted,
            InstanceState state,
            @Nullable Integer status) {
        return new InstanceView(
                1,
                name,
                wanted,
                state,
                specification,
                null,
                status,
                null,
                List.of(),
                0,
                "",
                null,
                null,
                HealthState.NONE,
                null);
    }

    private static ServiceView service(
            String name, Specification specification, ServiceSettings settings, ServiceState state) {
        HealthCheck health = specification.health();
        return new ServiceView(
                1,
                name,
                state,
                specification.image(),
                1,
                1,
                0,
                settings.replicas(),
                settings.replicas(),
                settings.replicas(),
                settings,
                specification.with(specification.labels(), health),
                null,
                null,
                null,
                null,
                null,
                "",
                null,
                "",
                List.of(),
                List.of(),
                1);
    }
}
