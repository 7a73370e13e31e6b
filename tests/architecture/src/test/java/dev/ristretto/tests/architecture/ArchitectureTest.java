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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls between the floors, as docs/architecture.md draws them. */
class ArchitectureTest {

    private static final String ROOT = "dev.ristretto.";
    private static final List<String> FLOORS = List.of(
            "kernel.network",
            "kernel.filesystem",
            "kernel.compression",
            "kernel.machine",
            "kernel.device",
            "kernel.posix",
            "kernel.personality",
            "build.builder",
            "image",
            "build.reproducible",
            "build.application",
            "build.metadata",
            "build.linker",
            "build.report",
            "build.compiler",
            "build.pipeline",
            "run",
            "fleet",
            "tools");

    private static final Path ROOT_FOLDER = Path.of("../..").toAbsolutePath().normalize();

    private static JavaClasses ours;

    @BeforeAll
    static void importClasses() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.ristretto");
    }

    @Test
    void everyFloorIsLookedAt() {
        for (String floor : FLOORS) {
            assertThat(ours.that(resideInAPackage(ROOT + floor + "..")))
                    .as(floor)
                    .isNotEmpty();
        }
    }

    @Test
    void noFloorUsesOneAboveIt() {
        for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
            String[] above = FLOORS.subList(floor + 1, FLOORS.size()).stream()
                    .map(name -> ROOT + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + FLOORS.get(floor) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(ours);
        }
    }

    @Test
    void theLibrariesAtTheBottomRunOnAnyJvm() {
        for (String library : List.of("kernel.network", "kernel.filesystem", "kernel.compression")) {
            classes()
                    .that()
                    .resideInAPackage(ROOT + library + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(ROOT + library + "..", "java..", "org.jspecify.annotations..")
                    .check(ours);
        }
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
                .resideInAnyPackage(ROOT + "kernel.device..", ROOT + "kernel.posix..", ROOT + "kernel.personality..")
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
        try (Stream<Path> files = Files.walk(ROOT_FOLDER.resolve("image/src/main/java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                assertThat(literals(file))
                        .as("texts of %s", file)
                        .noneMatch(
                                text -> text.matches("(?s).*(ristretto [a-z]|--[a-z]|\\b(service|instance)s?\\b).*"));
            }
        }
    }

    @Test
    void nothingBelowTheHypervisorNamesQemu() throws IOException {
        for (String floor : List.of("kernel", "build", "image")) {
            Path sources = ROOT_FOLDER.resolve(floor);
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java")
                                && file.toString().contains("/src/main/"))
                        .toList()) {
                    assertThat(code(file)).as("code of %s", file).doesNotContainIgnoringCase("qemu");
                }
            }
        }
    }

    @Test
    void onlyTheChoiceOfAHypervisorKnowsItsImplementation() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "tools.cli..")
                .and()
                .doNotHaveSimpleName("Host")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "run.vmm.qemu..", ROOT + "run.vmm.process..")
                .check(ours);
    }

    @Test
    void onlyTheDaemonsBeginningChoosesAHypervisor() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .and()
                .doNotHaveSimpleName("DaemonMain")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "run.vmm.qemu..", ROOT + "run.vmm.process..")
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
     * The daemon is reached through its Unix socket; over a network only by the one class that checks who asks. Health checks
     * connect to others; the balancer listens, in a process of its own, for what is to be reached.
     */
    @Test
    void theFleetListensOnANetworkInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .and()
                .doNotHaveSimpleName("Listener")
                .and()
                .resideOutsideOfPackages(ROOT + "fleet.health..", ROOT + "fleet.balancer..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(ServerSocket|DatagramSocket)"
                        + "|java\\.nio\\.channels\\.ServerSocketChannel"
                        + "|com\\.sun\\.net\\.httpserver\\..*"
                        + "|org\\.eclipse\\.jetty\\.server\\.(ServerConnector|NetworkConnector)")
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
                        ROOT + "fleet.database..",
                        ROOT + "fleet.api..",
                        ROOT + "fleet.project..",
                        ROOT + "fleet.console..",
                        ROOT + "run..",
                        ROOT + "image..")
                .check(ours);
    }

    /** Who wants to know something of the database asks the class that has it. */
    @Test
    void onlyTheDatabaseSpeaksSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "fleet.database..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..")
                .check(ours);
    }

    /** Their libraries are not on the command line's class path. */
    @Test
    void theCommandLineUsesNothingOfTheDaemonButItsClient() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "tools.cli..", ROOT + "fleet.client..", ROOT + "fleet.api..", ROOT + "fleet.project..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "fleet.daemon..",
                        ROOT + "fleet.database..",
                        ROOT + "fleet.console..",
                        ROOT + "fleet.balancer..",
                        "org.eclipse.jetty..")
                .check(ours);
    }

    /** It would keep their library in memory for nothing; to it they are a label. */
    @Test
    void theDaemonKnowsNoProjects() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .and()
                .resideOutsideOfPackage(ROOT + "fleet.project..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "fleet.project..", "org.snakeyaml..")
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

    private static List<String> literals(Path file) throws IOException {
        String withoutComments =
                Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
        return Pattern.compile("\"(\\\\.|[^\"\\\\\n])*\"")
                .matcher(withoutComments)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Without comments, which may say where a fact is known from, and without messages, which may give advice. */
    private static String code(Path file) throws IOException {
        return Files.readString(file)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("//.*", "")
                .replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "");
    }
}
