package dev.ristretto.build.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Projects of several modules, built by the tools themselves, on the JDK that a developer has. */
@Timeout(600)
class RealBuildToolsTest {
    /** Unpacked by this module's pom. */
    private static final Path MAVEN_4 = Path.of("target/maven-4/apache-maven-4.0.0-rc-5/bin");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(System.getenv());

    private Application find(Path project, Optional<String> module) throws IOException, InterruptedException {
        Path work = Files.createDirectories(folder.resolve("work"));
        return new ApplicationFinder(
                        environment,
                        Path.of(System.getProperty("java.home")),
                        work,
                        work.resolve("kept"),
                        work.resolve("log"),
                        phase -> {})
                .find(project, module, Optional.empty());
    }

    private boolean isInstalled(String tool) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    private Path sources(String project) throws IOException {
        Path root = Files.createDirectories(folder.resolve(project));
        for (String module : List.of("core", "tool", "web")) {
            String name = module.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + module.substring(1);
            Path sources = Files.createDirectories(root.resolve(module + "/src/main/java/shop"));
            Files.writeString(
                    sources.resolve(name + ".java"),
                    "package shop; public class " + name
                            + (module.equals("core")
                                    ? " {}"
                                    : " { public static void main(String[] a) { System.out.println(new Core()); } }"));
        }
        return root;
    }

    private Path mavenProject() throws IOException {
        Path root = sources("maven");
        Files.writeString(root.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>shop</groupId><artifactId>shop</artifactId><version>1</version>
                  <packaging>pom</packaging>
                  <modules><module>core</module><module>tool</module><module>web</module></modules>
                  <properties>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                    <maven.compiler.source>1.8</maven.compiler.source>
                    <maven.compiler.target>1.8</maven.compiler.target>
                  </properties>
                  <build>
                    <plugins>
                      <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
                      <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
                      <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.4</version></plugin>
                      <plugin><artifactId>maven-jar-plugin</artifactId><version>3.4.2</version></plugin>
                    </plugins>
                  </build>
                </project>
                """);
        for (String module : List.of("core", "tool", "web")) {
            Files.writeString(root.resolve(module + "/pom.xml"), """
                    <project xmlns="http://maven.apache.org/POM/4.0.0">
                      <modelVersion>4.0.0</modelVersion>
                      <parent><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version></parent>
                      <artifactId>%s</artifactId>
                      %s
                    </project>
                    """.formatted(
                            module,
                            module.equals("core")
                                    ? ""
                                    : "<dependencies><dependency><groupId>shop</groupId><artifactId>core</artifactId>"
                                            + "<version>1</version></dependency></dependencies>"));
        }
        return root;
    }

    private void mavenBuildsAModule() throws Exception {
        Path project = mavenProject();

        Application application = find(project, Optional.of("web"));
        assertThat(application.mainClass()).isEqualTo("shop.Web");
        assertThat(application.name()).isEqualTo("web");
        assertThat(application.classPath())
                .containsExactly(project.resolve("web/target/classes"), project.resolve("core/target/core-1.jar"));
    }

    @Test
    void mavenAsInstalled() throws Exception {
        assumeThat(isInstalled("mvn")).as("Maven is installed").isTrue();
        mavenBuildsAModule();
    }

    @Test
    void maven4() throws Exception {
        assumeThat(Files.isExecutable(MAVEN_4.resolve("mvn")))
                .as("Maven 4 was unpacked by the build")
                .isTrue();
        environment.put("PATH", MAVEN_4.toAbsolutePath() + File.pathSeparator + environment.get("PATH"));
        mavenBuildsAModule();
    }

    @Test
    void gradleAsInstalled() throws Exception {
        assumeThat(isInstalled("gradle"))
                .as("Gradle is installed, for example Debian's package gradle")
                .isTrue();
        environment.put("GRADLE_USER_HOME", folder.resolve("gradle-home").toString());
        Path project = sources("gradle");
        Files.writeString(project.resolve("settings.gradle"), "include 'core', 'tool', 'web'");
        Files.writeString(
                project.resolve("build.gradle"),
                "subprojects { apply plugin: 'java'\n"
                        + " if (name != 'core') { dependencies { runtimeOnly project(':core'); compileOnly project(':core') } } }");
        Files.writeString(project.resolve("web/build.gradle"), "apply plugin: 'application'");
        Set<ProcessHandle> before = daemons();

        Application application = find(project, Optional.empty());
        assertThat(application.mainClass()).isEqualTo("shop.Web");
        assertThat(application.classPath())
                .containsExactly(
                        project.resolve("web/build/classes/java/main"), project.resolve("core/build/libs/core.jar"));
        assertThat(find(project, Optional.of("tool")).mainClass()).isEqualTo("shop.Tool");
        assertThat(daemons()).isEqualTo(before);
    }

    private static Set<ProcessHandle> daemons() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("GradleDaemon"))
                .collect(Collectors.toSet());
    }
}
