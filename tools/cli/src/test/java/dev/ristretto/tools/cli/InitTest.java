package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitTest {

    @TempDir
    Path folder;

    private TestHost host;

    @BeforeEach
    void makeHost() {
        host = new TestHost(folder);
    }

    private static List<String> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsWrittenIsAProjectAndNothingElse() throws Exception {
        Path shop = folder.resolve("My Shop-2");

        assertThat(host.run("init", shop.toString())).as(host.errors()).isZero();
        assertThat(host.errors())
                .contains("next: cd " + shop + " && mvn verify -Dristretto.command=")
                .contains("put ristretto into a folder of PATH");
        assertThat(files(shop))
                .containsExactly(
                        ".gitignore",
                        "pom.xml",
                        "src/main/java/myshop2/Service.java",
                        "src/test/java/myshop2/ServiceIT.java");
        for (String file : files(shop)) {
            assertThat(shop.resolve(file)).content().as(file).doesNotContainPattern("@[A-Z]+@");
        }
        assertThat(shop.resolve("pom.xml"))
                .content()
                .contains("<artifactId>my-shop-2</artifactId>", "<mainClass>myshop2.Service</mainClass>")
                .contains("<artifactId>ristretto-maven-plugin</artifactId>");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "--release",
                                "17",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                shop.resolve("src/main/java/myshop2/Service.java")
                                        .toString(),
                                shop.resolve("src/test/java/myshop2/ServiceIT.java")
                                        .toString()))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"new, appnew", "java, appjava", "2go, app2go", "---, app", "a.b, ab"})
    void thePackageIsOneThatJavaTakes(String name, String expected) {
        assertThat(host.run("init", folder.resolve(name).toString())).isZero();
        assertThat(folder.resolve(name + "/src/main/java/" + expected + "/Service.java"))
                .content()
                .startsWith("package " + expected + ";");
    }

    @Test
    void aFolderWithSomethingInItIsRefused() throws Exception {
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.writeString(full.resolve("notes.txt"), "");
        assertThat(host.run("init", full.toString())).isEqualTo(125);
        assertThat(host.errors())
                .isEqualTo("ristretto: " + full + " is not empty: it has notes.txt\n"
                        + "Name a folder that is new or empty\n");
        assertThat(host.run("init", full.resolve("notes.txt").toString())).isEqualTo(125);
        assertThat(host.errors()).contains("is a file");
        assertThat(files(full)).containsExactly("notes.txt");

        Path script = Files.writeString(folder.resolve("ristretto"), "");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        host.set("PATH", folder.toString());
        Path repository = folder.resolve("repository");
        Files.createDirectories(repository.resolve(".git"));
        assertThat(host.run("init", repository.toString(), "--format", "json")).isZero();
        assertThat(host.errors()).endsWith("&& mvn verify\n");
    }
}
