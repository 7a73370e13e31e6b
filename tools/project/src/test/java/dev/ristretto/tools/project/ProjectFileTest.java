package dev.ristretto.tools.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Scaling;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.run.vmm.ProcessorCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the file of a project may say, and what is said of one that is wrong. */
class ProjectFileTest {

    @Test
    void everyKeyIsRead() {
        String text = """
                project: shop
                services:
                  web:
                    build: {path: ./web, module: front, main: shop.Web, options: [max-heap=32M]}
                    image: shop-web:2
                    arguments: [--fast, 1]
                    environment:
                      GREETING: hello
                      EMPTY:
                    memory: 128M
                    cpus: 2
                    publish: 8080:80
                    protocol: tcp
                    health: {check: 'http:/health', interval: 5s, timeout: 500ms, retries: 2, start-period: 1m}
                    labels: {tier: front}
                    replicas: 3
                    surge: 2
                    drain: 20s
                    deadline: 2m
                    needs: [db]
                instances:
                  db:
                    image: db
                    publish:
                      - 5432:5432
                      - 0.0.0.0:5353:53/udp
                    restart: on-failure:3
                    health: tcp:5432
                    deadline: 10s
                """;
        ProjectDefinition project = parse(text);
        assertThat(project.name()).isEqualTo("shop");
        ProjectPart.Instance db = (ProjectPart.Instance) project.parts().getFirst();
        assertThat(db.name()).isEqualTo("db");
        assertThat(db.at()).isEqualTo(new SourcePosition("r.yaml", 22, 3));
        assertThat(db.ports()).containsExactly("127.0.0.1:5432:5432", "0.0.0.0:5353:53/udp");
        assertThat(db.restart()).isEqualTo("on-failure:3");
        assertThat(db.deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(db.workload().health()).isEqualTo(HealthCheck.of("tcp:5432"));
        assertThat(db.origin().image()).contains("db");
        assertThat(db.workload().arguments()).isEmpty();
        assertThat(db.workload().labels()).isEqualTo(Map.of("project", "shop"));

        ProjectPart.Service web = (ProjectPart.Service) project.parts().getLast();
        assertThat(web.needs()).containsExactly("db");
        assertThat(web.settings())
                .isEqualTo(new ServiceSettings("127.0.0.1:8080:80", false, 3, 2, 120_000, 20_000, null));
        Workload workload = web.workload();
        assertThat(web.origin().image()).contains("shop-web:2");
        assertThat(web.origin().build())
                .contains(new ImageOrigin.Build(
                        "./web", Optional.of("front"), Optional.of("shop.Web"), List.of("max-heap=32M")));
        assertThat(workload.arguments()).contains(List.of("--fast", "1"));
        assertThat(workload.environment()).containsExactly(Map.entry("GREETING", "hello"), Map.entry("EMPTY", ""));
        assertThat(workload.memoryBytes()).contains(128L << 20);
        assertThat(workload.cpus()).contains(2);
        assertThat(workload.labels()).containsOnly(Map.entry("tier", "front"), Map.entry("project", "shop"));
        assertThat(workload.health()).isEqualTo(new HealthCheck("http:/health", 5000, 500, 2, 60_000));
    }

    @Test
    void accessToTheHostIsTrueOrFalse() {
        String text = """
                services:
                  web: {image: hello, host-access: true}
                instances:
                  job: {image: hello, host-access: false}
                """;
        assertThat(parse(text).parts())
                .extracting(part -> part.workload().hostAccess())
                .containsExactlyInAnyOrder(Optional.of(true), Optional.of(false));
        assertThatThrownBy(() -> parse(text.replace("false", "sometimes")))
                .hasMessageContaining("'sometimes' does not say whether: write true or false");
    }

    @Test
    void processorsAreANumberOrAsManyAsThereAre() {
        String text = "instances: {job: {image: hello, cpus: auto}}";
        assertThat(parse(text).parts().getFirst().workload().cpus()).contains(ProcessorCount.AUTO);
        for (String wrong : List.of("0", "-1", "65", "two", "1.5")) {
            assertError(
                    text.replace("auto", wrong), "r.yaml:1:39: '" + wrong + "' is not a number of processors: write");
        }
        assertThat(parse("instances: {job: {image: hello}}")
                        .parts()
                        .getFirst()
                        .workload()
                        .cpus())
                .isEmpty();
    }

    @Test
    void howFilesAreIsReadAsOnTheCommandLine() {
        String text = "instances: {job: {image: hello, tmpfs: ['/tmp:65536K', /cache], read-only: true}}";
        Workload job = parse(text).parts().getFirst().workload();
        assertThat(job.tmpfs()).contains(List.of("/tmp:64M", "/cache"));
        assertThat(job.readOnly()).contains(true);
        assertThatThrownBy(() -> parse(text.replace("/cache", "cache")))
                .hasMessageContaining("'cache' is no place for temporary files");
        assertThatThrownBy(() -> parse(text.replace("true", "maybe"))).hasMessageContaining("write true or false");
    }

    @Test
    void volumesAreReadAsOnTheCommandLine() {
        String text = """
                services:
                  web: {image: hello, volumes: ['data:/data,size=2048M', 'words:/words:ro']}
                instances:
                  job: {image: hello, volumes: data:/data}
                """;
        assertThat(parse(text).parts())
                .extracting(part -> part.workload().volumes())
                .containsExactlyInAnyOrder(
                        Optional.of(List.of("data:/data,size=2G", "words:/words:ro")),
                        Optional.of(List.of("data:/data")));
        assertThatThrownBy(() -> parse(text.replace("data:/data}", "data}")))
                .hasMessageContaining(":4:32: 'data' is no NAME:PATH");
    }

    @Test
    void whatIsNotSaidIsAsOnTheCommandLine() {
        String text = """
                services:
                  web: {image: hello, publish: '8080:80', health: 'http:/'}
                  worker: {build: ../worker}
                """;
        ProjectDefinition project = parse(text);
        assertThat(project.name()).isEqualTo("folder");
        assertThat(((ProjectPart.Service) project.parts().getFirst()).settings())
                .isEqualTo(new ServiceSettings("127.0.0.1:8080:80", true, 1, 1, 60_000, 10_000, null));
        ProjectPart.Service worker = (ProjectPart.Service) project.parts().getLast();
        assertThat(worker.settings()).isEqualTo(new ServiceSettings(null, false, 1, 1, 60_000, 10_000, null));
        assertThat(worker.workload().health()).isNull();
        assertThat(worker.workload().hostAccess()).isEmpty();
        assertThat(worker.origin().build())
                .contains(new ImageOrigin.Build("../worker", Optional.empty(), Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "services:\n", "services: {}\ninstances: ~\n", "project: folder\n"})
    void aProjectMayBeEmpty(String text) {
        assertThat(parse(text)).isEqualTo(new ProjectDefinition("folder", List.of()));
    }

    @Test
    void theExampleIsAProject() throws Exception {
        Path file = Path.of("../../examples/project/ristretto.yaml");
        ProjectDefinition project = ProjectFile.parse(file.toString(), Files.readString(file), "project", Map.of());
        assertThat(project.parts()).extracting(ProjectPart::name).containsExactly("notes", "front");
        for (ProjectPart part : project.parts()) {
            String path = part.origin().build().orElseThrow().path();
            assertThat(file.resolveSibling(path)).isDirectory();
        }
    }

    @Test
    void scalingIsReadAsOnTheCommandLine() {
        assertThat(scaling("{min: 2, max: 9, target: 5}")).isEqualTo(new Scaling(2, 9, 5, Scaling.IDLE_MILLIS));
        assertThat(scaling("{to-zero: 5m}")).isEqualTo(new Scaling(0, 1, 0, 300_000));
        assertThat(scaling("{to-zero: 1s, max: 4, target: 3}")).isEqualTo(new Scaling(0, 4, 3, 1000));
        assertError("services: {a: {image: x, publish: '1:1', scaling: {}}}", "r.yaml:1:51: nothing to scale by");
        assertError(
                "services: {a: {image: x, publish: '1:1', scaling: {target: 1}}}",
                "r.yaml:1:60: max is missing: how many replicas there may be");
        assertError(
                "services: {a: {image: x, publish: '1:1', scaling: {min: 2, to-zero: 1s}}}",
                "r.yaml:1:57: min and to-zero contradict each other");
        assertError(
                "services: {a: {image: x, scaling: {to-zero: 1s}}}",
                "r.yaml:1:35: a service that nobody can reach has nothing to scale by\nAdd publish: HOST:GUEST");
    }

    private static @Nullable Scaling scaling(String text) {
        ProjectPart part = parse("services: {a: {image: x, publish: '1:1', scaling: " + text + "}}")
                .parts()
                .getFirst();
        return ((ProjectPart.Service) part).settings().scaling();
    }

    @Test
    void partsStandBehindWhatTheyNeedAndElseAsInTheFile() {
        String text = """
                services:
                  a: {image: x, needs: [d, c]}
                  b: {image: x}
                instances:
                  c: {image: x, needs: e}
                  d: {image: x}
                  e: {image: x}
                """;
        ProjectDefinition project = parse(text);
        assertThat(project.parts()).extracting(ProjectPart::name).containsExactly("d", "e", "c", "a", "b");
    }

    @Test
    void aCircleIsToldWithItsWay() {
        String text = """
                instances:
                  x: {image: x, needs: [a]}
                  a: {image: x, needs: [b]}
                  b: {image: x, needs: [c, a]}
                  c: {image: x}
                """;
        assertError(
                text,
                "r.yaml:4:28: this is a circle: a -> b -> a\nNone of them could be the first: remove one of these needs");
        assertError("instances: {a: {image: x, needs: [a]}}", "r.yaml:1:35: this is a circle: a -> a");
    }

    @Test
    void whatIsNeededIsInTheFile() {
        assertError(
                "services:\n  a:\n    image: x\n    needs: [b]\ninstances: {c: {image: x}}",
                "r.yaml:4:13: 'a' needs 'b', which is not in this file\nThere are: a, c");
    }

    @Test
    void namesAreUnique() {
        assertError(
                "services:\n  a: {image: x}\ninstances:\n  a: {image: x}\n",
                "r.yaml:4:3: 'a' is there twice, first in line 2\nRename one of them");
        assertError(
                "services:\n  a: {image: x}\n  a: {image: y}\n",
                "r.yaml:3:3: 'a' is there twice, first in line 2\nRemove or rename one of them");
    }

    @Test
    void namesAreThoseOfInstances() {
        assertError("services: {../a: {image: x}}", "r.yaml:1:12: '../a' is no name for an instance");
        assertError("services: {" + "a".repeat(49) + ": {image: x}}", "at most 48 letters, not 49");
        assertError("project: a b\n", "r.yaml:1:10: 'a b' is no name for a project");
        assertThatThrownBy(() -> ProjectFile.parse("r.yaml", "services: {}", "my folder", Map.of()))
                .hasMessageStartingWith("r.yaml:1:1: 'my folder' is no name for a project")
                .hasMessageEndingWith("Add project: NAME");
    }

    @Test
    void unknownKeysAreToldWithTheKnownOnes() {
        assertError(
                "service:\n  a: {}\n",
                "r.yaml:1:1: unknown key 'service' of a project\nKnown are: project, services, instances");
        assertError(
                "services:\n  a:\n    image: x\n    replica: 3\n", "r.yaml:4:5: unknown key 'replica' of service a\n");
        assertError("instances: {a: {image: x, replicas: 3}}", "r.yaml:1:27: unknown key 'replicas' of instance a\n");
        assertError(
                "services: {a: {image: x, health: {chek: tcp}}}",
                "r.yaml:1:35: unknown key 'chek' of health\nKnown are: check, interval, timeout, retries, start-period");
        assertError("services: {<<: {image: x}}", "'<<' is no name for an instance");
    }

    @Test
    void wrongTypesAreToldWithTheRightOnes() {
        assertError("services: [a]", "r.yaml:1:11: services is a mapping, not a list");
        assertError("- a", "r.yaml:1:1: a project is a mapping, not a list");
        assertError("services: {a: hello}", "r.yaml:1:15: service a is a mapping, not 'hello'");
        assertError("services: {a: {image: [x]}}", "r.yaml:1:23: image is a single value, not a list");
        assertError("services: {a: {image: x, replicas: many}}", "r.yaml:1:36: replicas is a whole number, not 'many'");
        assertError("services: {a: {image: x, replicas: -1}}", "replicas is a whole number, not '-1'");
        assertError("services: {a: {image: x, replicas: 1001}}", "r.yaml:1:36: A service has from 0 to 1000 replicas");
        assertError("services: {a: {image: x, surge: 0}}", "r.yaml:1:33: An update needs a surge of 1");
        assertError("services: {a: {image: x, drain: 10}}", "r.yaml:1:33: '10' is not a length of time: write 500ms");
        assertError("services: {a: {image: x, memory: lots}}", "r.yaml:1:34: 'lots' is not an amount of memory");
        assertError("services: {a: {image: x, protocol: udp}}", "'udp' is no protocol of a service: write http or tcp");
        assertError("services: {a: {image: x, publish: 8080}}", "r.yaml:1:35: '8080'");
        assertError("services: {a: {image: x, publish: '1:1/udp'}}", "a service listens on a TCP port");
        assertError("services: {a: {image: x, publish: [1:1]}}", "publish of a service is a single value, not a list");
        assertError("instances: {a: {image: x, restart: never}}", "r.yaml:1:36: 'never' is not a restart policy");
        assertError("instances: {a: {image: x, environment: [A=b]}}", "environment is a mapping, not a list");
        assertError("instances: {a: {image: x, environment: {A: [b]}}}", "A is a single value, not a list");
        assertError("instances: {a: {image: x, arguments: {a: b}}}", "arguments is a list, not a mapping");
        assertError("instances: {a: {image: x, needs: {a: b}}}", "needs is a list, not a mapping");
        assertError(
                "instances: {a: {image: x, labels: {project: y}}}", "the label 'project' is set to the project's name");
        assertError("instances: {a: {image: x, labels: {ristretto.x: y}}}", "Labels that begin with ristretto.");
    }

    @Test
    void somethingHasToRun() {
        assertError("services: {a: {}}", "r.yaml:1:15: nothing to run\nAdd image: NAME, or build: PATH");
        assertError("services:\n  a:\n", "r.yaml:2:5: nothing to run");
        assertError("services: {a: {build: {main: x}}}", "path is missing: what is to be built?");
    }

    @Test
    void aCheckNeedsAPortThatIsPublished() {
        assertError(
                "instances: {a: {image: x, health: tcp}}",
                "r.yaml:1:35: the check needs a TCP port that is published\nAdd publish: HOST:GUEST");
        assertError(
                "services: {a: {image: x, publish: '1:2', health: 'http:3/'}}",
                "the check needs port 3 of the guest, which is not published\nAdd publish: HOST:GUEST");
        assertError("services: {a: {image: x, health: ping}}", "r.yaml:1:34: 'ping' is not a health check");
        assertThat(parse("instances: {a: {image: x, health: 'console:ready$'}}").parts())
                .hasSize(1);
    }

    @Test
    void variablesComeFromTheEnvironment() {
        Map<String, String> environment = Map.of("IMAGE", "shop:2", "EMPTY", "", "TRICK", "${IMAGE}\nservices: x");
        String text = """
                instances:
                  a:
                    image: ${IMAGE}
                    environment:
                      A: "<${EMPTY}>"
                      B: ${EMPTY:-b}
                      C: ${NOBODY:-c}${NOBODY:-}
                      D: $$HOME costs 5$
                      E: ${TRICK}
                """;
        ProjectDefinition project = ProjectFile.parse("r.yaml", text, "folder", environment);
        Workload workload = project.parts().getFirst().workload();
        assertThat(project.parts().getFirst().origin().image()).contains("shop:2");
        assertThat(workload.environment())
                .isEqualTo(Map.of("A", "<>", "B", "b", "C", "c", "D", "$HOME costs 5$", "E", "${IMAGE}\nservices: x"));
        assertError(
                "instances:\n  a: {image: '${NOBODY}'}",
                "r.yaml:2:14: the variable NOBODY is not set\nSet it in the environment, or give it a default: ${NOBODY:-default}");
        assertError("instances: {a: {image: '${1}'}}", "r.yaml:1:24: '${1}' is no variable: write ${NAME}");
    }

    @Test
    void whatIsNotYamlIsToldWithItsPlace() {
        assertError("services:\n  a: {image: x\n", "r.yaml:3:1: not YAML: ");
        assertError("services:\n\ta: b\n", "r.yaml:2:1: not YAML: ");
        assertError("a: 1\n---\nb: 2\n", "not YAML: ");
        assertError("services: *nobody", "r.yaml:1:11: not YAML: ");
        assertError("? [a, b]\n: c\n", "r.yaml:1:3: a key is a single word");
    }

    @Test
    void anchorsSaveWordsButNotMemory() {
        String text = """
                services:
                  a: &same {image: x, environment: &e {A: b}}
                  b: *same
                instances:
                  c: {image: x, environment: *e}
                """;
        ProjectDefinition project = parse(text);
        assertThat(project.parts())
                .hasSize(3)
                .allSatisfy(part -> assertThat(part.workload().environment()).containsEntry("A", "b"));
        assertError("services: &a {a: *a}", "this contains itself");
        StringBuilder laughs = new StringBuilder("services:\n  a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            laughs.append("  a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        assertError(laughs.toString(), "r.yaml:2:7: service a0 is a mapping, not a list");
    }

    private static ProjectDefinition parse(String text) {
        return ProjectFile.parse("r.yaml", text, "folder", Map.of());
    }

    private static void assertError(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(FleetException.class).satisfies(e -> {
            assertThat(e.getMessage()).contains(message).startsWith("r.yaml:");
            assertThat(e.toString().lines().count()).isLessThanOrEqualTo(2);
        });
    }
}
