package dev.ristretto.build.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectJdkTest {
    @TempDir
    Path folder;

    private Path java(String name, String version, String... programs) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        for (String program : programs) {
            Path file = Files.createDirectories(home.resolve("bin")).resolve(program);
            Files.writeString(file, "");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void theUsersOwnComesFirst() throws Exception {
        Path ours = java("ours", "25", "java", "javac");
        Path named = java("named", "1.8.0_392", "java", "javac");
        Path linked = java("linked", "17.0.1", "java", "javac");
        Path search = Files.createDirectories(folder.resolve("usr-bin"));
        Files.createSymbolicLink(search.resolve("java"), linked.resolve("bin/java"));

        ProjectJdk byName = ProjectJdk.of(Map.of("JAVA_HOME", named.toString(), "PATH", search.toString()), ours);
        assertThat(byName).hasToString("Java 8 in " + named + " (JAVA_HOME)");
        ProjectJdk byPath = ProjectJdk.of(Map.of("PATH", folder + ":" + search), ours);
        assertThat(byPath).hasToString("Java 17 in " + linked + " (the java of PATH)");
        assertThat(ProjectJdk.of(Map.of(), ours).home()).isEqualTo(ours);
    }

    @Test
    void whatHasNoCompilerIsPassedOver() throws Exception {
        Path ours = java("ours", "25", "java", "javac");
        Path runtime = java("runtime", "17", "java");

        for (Map<String, String> environment : List.of(
                Map.of("JAVA_HOME", runtime.toString()),
                Map.of("JAVA_HOME", folder.resolve("gone").toString()),
                Map.of("PATH", runtime.resolve("bin").toString()))) {
            assertThat(ProjectJdk.of(environment, ours).home()).isEqualTo(ours);
        }
    }

    @Test
    void java8HasItsRuntimeInsideOfItself() throws Exception {
        Path home = java("eight", "1.8.0_392", "java", "javac");
        Path inside = java("eight/jre", "1.8.0_392", "java").resolve("bin");

        assertThat(ProjectJdk.of(Map.of("PATH", inside.toString()), folder).home())
                .isEqualTo(home);
    }
}
