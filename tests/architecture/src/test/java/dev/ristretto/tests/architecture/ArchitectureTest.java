package dev.ristretto.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The walls between the rooms, as docs/architecture.md draws them. Those that are also dependencies of Maven stand here
 * for their words.
 */
class ArchitectureTest {

    private static final String ROOT = "dev.ristretto.";
    /** Lower rooms first: none uses one that stands behind it. */
    private static final List<String> ROOMS = List.of(
            "abi",
            "kernel.network",
            "kernel.filesystem",
            "kernel.compression",
            "kernel.machine",
            "kernel.device",
            "kernel.posix",
            "kernel.system",
            "kernel.personality",
            "build.builder",
            "run.host",
            "run.volume",
            "run.share",
            "image",
            "build.reproducible",
            "build.application",
            "build.metadata",
            "build.linker",
            "build.report",
            "build.compiler",
            "build.root",
            "build.program",
            "build.pipeline",
            "run.vmm",
            "fleet",
            "tools.project",
            "tools.tracer",
            "tools.cli");

    /** A literal string of a source. */
    private static final Pattern LITERAL = Pattern.compile("\"(\\\\.|[^\"\\\\\n])*\"");

    private static JavaClasses ours;

    @BeforeAll
    static void importClasses() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.ristretto");
    }

    @Test
    void everyRoomIsLookedAt() {
        for (String room : ROOMS) {
            assertThat(ours.that(resideInAPackage(ROOT + room + ".."))).as(room).isNotEmpty();
        }
    }

    @Test
    void noRoomUsesOneAboveIt() {
        for (int room = 0; room < ROOMS.size() - 1; room++) {
            String[] above = ROOMS.subList(room + 1, ROOMS.size()).stream()
                    .map(name -> ROOT + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ROOMS.get(room) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(ours);
        }
    }

    @Test
    void plainRoomsRunOnAnyJvm() {
        Map<String, List<String>> below = Map.of(
                "abi",
                List.of(),
                "kernel.network",
                List.of("abi"),
                "kernel.filesystem",
                List.of("abi"),
                "kernel.compression",
                List.of(),
                "kernel.posix",
                List.of("abi", "kernel.network", "kernel.filesystem"),
                "tools.tracer",
                List.of());
        below.forEach((room, others) -> {
            List<String> allowed = new ArrayList<>(List.of("java..", "org.jspecify.annotations..", ROOT + room + ".."));
            others.forEach(other -> allowed.add(ROOT + other + ".."));
            classes()
                    .that()
                    .resideInAPackage(ROOT + room + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed.toArray(String[]::new))
                    .check(ours);
        });
    }

    @Test
    void onlyTheSystemNamesDevices() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "kernel.device..", ROOT + "kernel.system..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "kernel.device..")
                .check(ours);
    }

    @Test
    void frontDoorsKnowNoPlatform() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "kernel.personality..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "kernel.machine.platform..")
                .check(ours);
    }

    @Test
    void onlyTheMachineTouchesSubstrateVmAndRawMemory() {
        DescribedPredicate<JavaClass> raw = resideInAnyPackage(
                        "com.oracle.svm..", "org.graalvm.word..", "org.graalvm.nativeimage..")
                .and(DescribedPredicate.not(resideInAPackage("com.oracle.svm.core.annotate..")))
                .or(DescribedPredicate.describe(
                        "Unsafe", type -> type.getSimpleName().equals("Unsafe")));
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "kernel.device..",
                        ROOT + "kernel.posix..",
                        ROOT + "kernel.system..",
                        ROOT + "kernel.personality..")
                .should()
                .dependOnClassesThat(raw)
                .check(ours);
    }

    @Test
    void substitutionsAreWrittenInTheKernelAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "kernel..", ROOT + "build.builder..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.oracle.svm..", "org.graalvm.."))
                .check(ours);
    }

    /** A feature that no build is told of does nothing, and no other test would have to notice. */
    @Test
    void everyFeatureOfTheBuilderIsPartOfBuilds() throws Exception {
        String root = "build/builder/src/main/java/dev/ristretto/build/builder/";
        String builds = SourceTree.code(
                SourceTree.ROOT.resolve("build/pipeline/src/main/java/dev/ristretto/build/pipeline/Compilation.java"));
        List<String> forgotten = SourceTree.files(root).stream()
                .map(SourceTree::path)
                .filter(file -> file.endsWith("Feature.java"))
                .map(file -> file.substring(root.length(), file.length() - "Feature.java".length())
                        .replace('/', '.'))
                .filter(name -> !builds.contains('"' + name + '"'))
                .toList();
        assertThat(forgotten).isEmpty();
    }

    @Test
    void imagesKnowNothingOfWhatRunsThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "image..")
                .should()
                .haveSimpleNameContaining("Instance")
                .orShould()
                .haveSimpleNameContaining("Qemu")
                .check(ours);
    }

    /** What is wrong with an image is said by facts; what to do about it, by those who know how they were asked. */
    @Test
    void imagesNameNoCommand() throws IOException {
        for (Path file : SourceTree.productSources()) {
            if (SourceTree.path(file).startsWith("image/")) {
                assertThat(literals(file))
                        .as("texts of %s", file)
                        .noneMatch(
                                text -> text.matches("(?s).*(ristretto [a-z]|--[a-z]|\\b(service|instance)s?\\b).*"));
            }
        }
    }

    /**
     * Below, nothing knows what runs an image; above, one asks what a hypervisor can do, never which one it is. In
     * code, that is: messages may give advice, and comments may say where a fact is known from.
     */
    @Test
    void onlyHypervisorsNameQemu() throws IOException {
        for (Path file : SourceTree.productSources()) {
            if (!SourceTree.path(file).startsWith("run/vmm/")) {
                String code = SourceTree.code(file).replaceAll(LITERAL.pattern(), "");
                assertThat(code).as("code of %s", file).doesNotContainIgnoringCase("qemu");
            }
        }
    }

    /** Whoever hands a shell a text that is put together hands it what others have chosen. */
    @Test
    void onlyOneClassStartsShellsAndItsScriptsAreConstant() throws IOException {
        Pattern shell = Pattern.compile("\"(/usr)?(/bin/)?(sh|bash|dash|zsh)\", *\"-");
        for (Path file : SourceTree.productSources()) {
            boolean starts = shell.matcher(SourceTree.code(file)).find();
            assertThat(starts).as("a shell in %s", file).isEqualTo(file.endsWith("ShellScript.java"));
        }
    }

    @Test
    void noPackagesNeedEachOther() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .check(ours);
    }

    @Test
    void onlyTheChoiceOfAHypervisorKnowsItsImplementation() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "run.vmm..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "run.vmm.qemu..", ROOT + "run.vmm.process..", ROOT + "run.vmm.launch..")
                .check(ours);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "tools..", ROOT + "fleet..")
                .and()
                .doNotHaveSimpleName("Host")
                .and()
                .doNotHaveSimpleName("DaemonMain")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "run.vmm.provider..")
                .check(ours);
    }

    @Test
    void hypervisorsKnowEachOtherAsLittleAsThoseAboveThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "run.vmm")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "run.vmm.*..")
                .check(ours);
        List<String> kinds = ours.stream()
                .filter(type -> type.isAssignableTo(ROOT + "run.vmm.Hypervisor") && !type.isInterface())
                .map(JavaClass::getPackageName)
                .distinct()
                .toList();
        assertThat(kinds).hasSizeGreaterThan(1);
        for (String kind : kinds) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "run.vmm..")
                    .and()
                    .resideOutsideOfPackages(kind + "..", ROOT + "run.vmm.provider..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(kind + "..")
                    .check(ours);
        }
    }

    /** What concerns this computer is of use to all, whatever runs on it. */
    @Test
    void theHostKnowsNoInstances() {
        classes()
                .that()
                .resideInAPackage(ROOT + "run.host..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "run.host..", "java..", "org.jspecify.annotations..")
                .check(ours);
    }

    /** A volume outlives what uses it, and is the same for all that do. */
    @Test
    void volumesKnowNoInstances() {
        classes()
                .that()
                .resideInAPackage(ROOT + "run.volume..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "run.volume..",
                        ROOT + "run.host..",
                        ROOT + "kernel.filesystem..",
                        "com.fasterxml.jackson..",
                        "java..",
                        "org.jspecify.annotations..")
                .check(ours);
    }

    /** Who sees a folder is of no concern to whoever serves it. */
    @Test
    void sharesKnowNoInstances() {
        classes()
                .that()
                .resideInAPackage(ROOT + "run.share..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "run.share..",
                        ROOT + "abi.linux..",
                        ROOT + "kernel.filesystem..",
                        "java..",
                        "org.jspecify.annotations..")
                .check(ours);
    }

    /** The standard error of the daemon's process is its log, whose last line is told when it cannot start. */
    @Test
    void theFleetKnowsNoTerminal() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(ours);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .and()
                .doNotHaveSimpleName("DaemonMain")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(ours);
    }

    /**
     * The daemon is reached through its Unix socket; over a network only by the one class that checks who asks. Health
     * checks connect to others; the balancer listens, in a process of its own, for what is to be reached.
     */
    @Test
    void theFleetListensOnANetworkInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .and()
                .doNotHaveSimpleName("NetworkListener")
                .and()
                // Only that class may use this one in turn.
                .doNotHaveSimpleName("PeerConnector")
                .and()
                .resideOutsideOfPackages(ROOT + "fleet.daemon.health..", ROOT + "fleet.balancer..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(ServerSocket|DatagramSocket)"
                        + "|java\\.nio\\.channels\\.ServerSocketChannel"
                        + "|com\\.sun\\.net\\.httpserver\\..*"
                        + "|org\\.eclipse\\.jetty\\.server\\.(ServerConnector|NetworkConnector)"
                        + "|dev\\.ristretto\\.fleet\\.daemon\\.limit\\.PeerConnector")
                .orShould()
                .callConstructor(org.eclipse.jetty.server.Server.class, int.class)
                .check(ours);
    }

    /** It outlives the daemon and is of no use to whoever needs the daemon's memory. */
    @Test
    void theBalancerKnowsNothingOfTheDaemon() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet.balancer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "fleet.daemon..",
                        ROOT + "fleet.api..",
                        ROOT + "fleet.client..",
                        ROOT + "fleet.launcher..",
                        ROOT + "run.vmm..",
                        ROOT + "image..",
                        ROOT + "tools..")
                .check(ours);
    }

    /** Who wants to know something of the database asks the class that has it. */
    @Test
    void onlyTheDatabaseSpeaksSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "fleet.daemon.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..")
                .check(ours);
    }

    /** Neither they nor their libraries are on the command line's class path. */
    @Test
    void toolsUseNothingOfTheDaemonButItsClient() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "tools..", ROOT + "fleet.api..", ROOT + "fleet.client..", ROOT + "fleet.launcher..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "fleet.daemon..", ROOT + "fleet.balancer..", "org.eclipse.jetty..")
                .check(ours);
    }

    /** It would keep their library in memory for nothing; to it they are a label. */
    @Test
    void theDaemonKnowsNoProjects() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "tools..", "org.snakeyaml..")
                .check(ours);
    }

    /** Whoever reads no file does not load it either. */
    @Test
    void oneClassReadsYaml() {
        noClasses()
                .that()
                .doNotHaveSimpleName("YamlReader")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml..")
                .check(ours);
    }

    private static List<String> literals(Path file) {
        return LITERAL.matcher(SourceTree.code(file))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
