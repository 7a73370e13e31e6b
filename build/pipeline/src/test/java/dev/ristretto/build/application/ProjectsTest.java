package dev.ristretto.build.application;

import static dev.ristretto.build.SourceCompiler.compile;
import static dev.ristretto.build.SourceCompiler.jar;
import static dev.ristretto.build.SourceCompiler.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that are built by scripts in the place of their tools; {@link RealBuildToolsTest} has the tools. */
class ProjectsTest {
    @TempDir
    Path folder;

    private final List<String> phases = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private Path ours;
    private Path jdk;

    @BeforeEach
    void jdks() throws Exception {
        ours = jdk("ours", "25.0.2");
        jdk = jdk("users", "17.0.15");
        environment.put("JAVA_HOME", jdk.toString());
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            script(Files.createDirectories(home.resolve("bin")).resolve(program), "exit 9");
        }
        return home;
    }

    private Application find(Path path) throws InterruptedException {
        return find(path, Optional.empty());
    }

    private Application find(Path path, Optional<String> module) throws InterruptedException {
        return new ApplicationFinder(
                        environment, ours, folder, folder.resolve("kept"), folder.resolve("project.log"), phases::add)
                .find(path, module, Optional.empty());
    }

    /** A project with modules below it, each with a part of a pom; the wrapper writes down its arguments. */
    private Path modules(Map<String, String> poms) throws IOException {
        Path project = Files.createDirectories(folder.resolve("modules"));
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, String> pom : poms.entrySet()) {
            list.append("<module>").append(pom.getKey()).append("</module>");
            Path module = Files.createDirectories(project.resolve(pom.getKey()));
            Files.writeString(
                    module.resolve("pom.xml"),
                    "<project><artifactId>the-" + module.getFileName() + "</artifactId>" + pom.getValue()
                            + "</project>");
            program(module.resolve("target/classes"), "p.Main");
        }
        Files.writeString(
                project.resolve("pom.xml"),
                "<project><packaging>pom</packaging><modules>" + list + "</modules></project>");
        script(project.resolve("mvnw"), "echo \"$*\" > arguments");
        return project;
    }

    @Test
    void severalModulesOfMavenAreListed() throws Exception {
        Path project = modules(Map.of("a", "", "b/c", ""));

        assertThatThrownBy(() -> find(project))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("several modules", "--module", "a", "b/c");
        assertThatThrownBy(() -> find(project, Optional.of("d")))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("not one module d", "--module", "a", "b/c");
    }

    @Test
    void aModuleIsBuiltWithWhatItNeeds() throws Exception {
        Path project = modules(Map.of("a", "", "b/c", ""));

        for (String name : List.of("b/c", "the-c", ":the-c")) {
            Application application = find(project, Optional.of(name));
            assertThat(application.classPath()).containsExactly(project.resolve("b/c/target/classes"));
            assertThat(project.resolve("arguments")).content().contains("-pl b/c -am package");
        }
    }

    @Test
    void theOnlyModuleThatIsStartedNeedsNoName() throws Exception {
        Path project = modules(
                Map.of("a", "", "b", "<properties><start-class>p.Main</start-class></properties>", "c", "", "d", ""));

        assertThat(find(project).classPath()).containsExactly(project.resolve("b/target/classes"));
    }

    @Test
    void whatIsForServersIsRefusedBeforeItIsBuilt() throws Exception {
        Path project = modules(Map.of("a", "", "b", "<packaging>war</packaging>"));

        assertThatThrownBy(() -> find(project, Optional.of("b")))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("makes a war", "embedded server");
        assertThat(project.resolve("arguments")).doesNotExist();
    }

    @Test
    void aModuleOfWhatIsNoProjectIsRefused() throws Exception {
        Path classes = program(folder.resolve("classes"), "p.Main");

        assertThatThrownBy(() -> find(classes, Optional.of("a")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("no module a");
    }

    @Test
    void aPomThatIsNoXmlIsNamed() throws Exception {
        Path project = Files.createDirectories(folder.resolve("p"));
        Files.writeString(project.resolve("pom.xml"), "<project><a></project>");

        assertThatThrownBy(() -> find(project))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("pom.xml", "no XML");
    }

    @Test
    void aProjectThatNeedsALaterJavaIsBuiltOnOurs() throws Exception {
        Path project = modules(Map.of("a", ""));
        script(
                project.resolve("mvnw"),
                "case $JAVA_HOME in */users) echo '[ERROR] Fatal error compiling: error: release version 25 not supported'; exit 1;; esac");

        assertThat(find(project).mainClass()).isEqualTo("p.Main");
        assertThat(phases)
                .containsExactly(
                        "Building the project with Maven and Java 17 in " + jdk + " (JAVA_HOME)",
                        "The project needs a later Java; building it again with Java 25 in " + ours
                                + " (the JDK that ristretto runs on)");
    }

    @Test
    void aJavaThatNobodyHasIsAskedFor() throws Exception {
        Path project = modules(Map.of("a", ""));
        for (String[] words : new String[][] {
            {"[ERROR] Source option 7 is no longer supported. Use 8 or later.", "Java 7"},
            {"[ERROR] invalid target release: 1.6", "Java 6"},
            {"[ERROR] error: release version 26 not supported", "Java 26"},
            {"[ERROR] class file has wrong version 70.0, should be 61.0", "Java 26"},
            {"[ERROR] Detected JDK version 17.0.15 is not in the allowed range [99,).", "Java 99"}
        }) {
            script(project.resolve("mvnw"), "echo '" + words[0] + "'", "exit 1");
            assertThatThrownBy(() -> find(project))
                    .isInstanceOf(BuildException.class)
                    .hasMessageContainingAll(
                            words[0], "Java 17 in " + jdk + " (JAVA_HOME)", "asks for " + words[1] + ":");
        }
    }

    @Test
    void mavenWrapperOfTheProjectBuildsIt() throws Exception {
        Path project = Files.createDirectories(folder.resolve("p"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Path library =
                jar(folder.resolve("util.jar"), compile(folder.resolve("l"), "Util", "public class Util {}"), Map.of());
        Path prepared = program(folder.resolve("prepared"), "p.Main");
        script(
                project.resolve("mvnw"),
                "mkdir -p target/classes; cp -r '" + prepared + "'/. target/classes",
                "for a in \"$@\"; do case $a in -Dmdep.outputFile=*) printf '%s' '" + library
                        + "' > ${a#-Dmdep.outputFile=};; esac; done",
                "echo \"$JAVA_HOME\" > target/java-home");

        Application application = find(project);

        assertThat(application.mainClass()).isEqualTo("p.Main");
        assertThat(application.classPath()).containsExactly(project.resolve("target/classes"), library);
        assertThat(project.resolve("target/java-home")).hasContent(jdk.toString());
    }

    /** The wrapper answers as the plugin does, which takes the scope by this name alone and knows no other. */
    @Test
    void whatOnlyTestsOfAMavenProjectNeedIsNotOnTheClassPath() throws Exception {
        Path project = Files.createDirectories(folder.resolve("p"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Path library =
                jar(folder.resolve("util.jar"), compile(folder.resolve("l"), "Util", "public class Util {}"), Map.of());
        Path test =
                jar(folder.resolve("test.jar"), compile(folder.resolve("t"), "Test", "public class Test {}"), Map.of());
        Path prepared = program(folder.resolve("prepared"), "p.Main");
        script(
                project.resolve("mvnw"),
                "mkdir -p target/classes; cp -r '" + prepared + "'/. target/classes",
                "jars='" + library + ":" + test + "'",
                "for a in \"$@\"; do case $a in -DincludeScope=runtime) jars='" + library + "';;",
                "-Dmdep.outputFile=*) list=${a#-Dmdep.outputFile=};; esac; done",
                "printf '%s' \"$jars\" > \"$list\"");

        assertThat(find(project).classPath()).containsExactly(project.resolve("target/classes"), library);
    }

    @Test
    void failureOfMavenShowsItsErrors() throws Exception {
        Path project = Files.createDirectories(folder.resolve("p"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        script(project.resolve("mvnw"), "echo 'lots of text'", "echo '[ERROR] Main.java:3 ; expected'", "exit 1");

        assertThatThrownBy(() -> find(project))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("[ERROR] Main.java:3 ; expected", "project.log")
                .hasMessageNotContaining("lots of text");
    }

    @Test
    void gradleWrapperWritesTheClassPathThroughTheInitScript() throws Exception {
        Path project = Files.createDirectories(folder.resolve("g"));
        Files.writeString(project.resolve("build.gradle.kts"), "");
        Path classes = program(folder.resolve("out"), "g.Main");
        Path library = Files.writeString(folder.resolve("lib.jar"), "");
        Path answer = folder.resolve("class-path.txt");
        script(
                project.resolve("gradlew"),
                "case \"$*\" in *--init-script*ristrettoClassPath*) ;; *) exit 3;; esac",
                "printf 'own %s\\nlibrary %s\\nmain g.Main\\n' '" + classes + "' '" + library + "' > '" + answer + "'");

        Application application = find(project);

        assertThat(application.mainClass()).isEqualTo("g.Main");
        assertThat(application.classPath()).containsExactly(classes, library);
    }

    /** What Quarkus leaves: a jar that names its libraries, and arguments for an image builder. */
    private Path quarkusSources(Path target) throws IOException {
        Files.createDirectories(target.resolve("lib"));
        jar(target.resolve("lib/q.jar"), compile(folder.resolve("l"), "Q", "public class Q {}"), Map.of());
        jar(
                target.resolve("shop-runner.jar"),
                program(folder.resolve("prepared"), "io.quarkus.runner.GeneratedMain"),
                Map.of("Main-Class", "io.quarkus.runner.GeneratedMain", "Class-Path", "lib/q.jar"));
        Files.writeString(target.resolve("native-image.args"), "-J-Da=b\\c\n--features=x.Y shop -jar shop-runner.jar");
        return target;
    }

    private void isOfQuarkus(Application application, Path sources) {
        Path arguments = folder.resolve("kept/quarkus");
        assertThat(application.mainClass()).isEqualTo("io.quarkus.runner.GeneratedMain");
        assertThat(application.classPath())
                .containsExactly(sources.resolve("shop-runner.jar"), arguments, sources.resolve("lib/q.jar"));
        assertThat(arguments.resolve("META-INF/native-image/quarkus/native-image.properties"))
                .hasContent(
                        "Args = --initialize-at-run-time=dev.ristretto -J-Da=b\\\\c --features=x.Y shop -jar shop-runner.jar");
    }

    @Test
    void quarkusMakesItsClassesForAnImage() throws Exception {
        Path project = Files.createDirectories(folder.resolve("q"));
        Files.writeString(
                project.resolve("pom.xml"),
                "<project><build><plugins><plugin><artifactId>quarkus-maven-plugin</artifactId></plugin></plugins></build></project>");
        Path prepared = quarkusSources(folder.resolve("sources"));
        script(
                project.resolve("mvnw"),
                "case \"$*\" in *native.enabled=true*sources-only=true*) ;; *) exit 3;; esac",
                "mkdir target; cp -r '" + prepared + "' target/native-sources");

        isOfQuarkus(find(project), project.resolve("target/native-sources"));
        isOfQuarkus(find(prepared), prepared);
    }

    @Test
    void aLauncherThatLoadsClassesIsRefused() throws Exception {
        Path jar = jar(
                folder.resolve("quarkus-run.jar"),
                program(folder.resolve("c"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint"),
                Map.of("Main-Class", "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));

        assertThatThrownBy(() -> find(jar))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("quarkus-run.jar", "Give the folder of its project");
    }

    @Test
    void severalModulesOfGradleAreListed() throws Exception {
        Path project = Files.createDirectories(folder.resolve("g"));
        Files.writeString(project.resolve("settings.gradle"), "");
        script(project.resolve("gradlew"), "printf 'module :a\\nmodule :b\\n' > '" + folder + "/class-path.txt'");

        assertThatThrownBy(() -> find(project))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("several modules", "--module: :a, :b.");
        assertThatThrownBy(() -> find(project, Optional.of("c")))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("not one module c", "--module: :a, :b.");
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\nset -e\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
