package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up, down and diff, as far as they come without a daemon. */
class ProjectCommandsTest {

    @TempDir
    Path folder;

    private TestHost host;

    @BeforeEach
    void begin() {
        host = new TestHost(folder);
    }

    @Test
    void diffEndsWithOneIfThereIsSomethingToDoAndStartsNoDaemon() throws Exception {
        putImage();
        String text = """
                services:
                  web: {image: shop, replicas: 2, needs: [db]}
                instances:
                  db: {image: 'shop:${TAG:-latest}'}
                """;
        Path file = write(text);
        assertThat(host.run("diff", "-f", file.toString())).isEqualTo(1);
        assertThat(host.output().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("ACTION KIND NAME CHANGES", "create instance db", "create service web");
        assertThat(host.run("diff", "-f", file.toString(), "--format", "json")).isEqualTo(1);
        JsonNode steps = host.json();
        assertThat(steps.get(1).toString())
                .isEqualTo("{\"action\":\"create\",\"kind\":\"service\",\"name\":\"web\",\"changes\":[]}");
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void diffOfNothingEndsWithZero() throws Exception {
        Path file = write("project: shop\n");
        assertThat(host.run("diff", "-f", file.toString(), "--format", "json")).isZero();
        assertThat(host.output()).startsWith("[").doesNotContain("{");
        assertThat(host.run("down", "-f", file.toString())).isZero();
        assertThat(host.run("down", "--project", "shop")).isZero();
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void anImageThatIsMissingIsToldWithItsPlaceAndTheRemedy() throws Exception {
        putImage();
        Path file = write("services:\n  web:\n    image: shop:${TAG}\n");
        host.set("TAG", "2");
        // Nor is a daemon started for it.
        assertThat(host.run("up", "-f", file.toString())).isEqualTo(125);
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
        assertThat(host.errors())
                .startsWith("ristretto: " + file + ":3:12: No image is called shop:2.")
                .contains("\nBuild it: ristretto build PATH -t shop:2, or write build: PATH here")
                .doesNotContain("\tat ");
        assertThat(host.errors().lines()).hasSize(2);
    }

    /** There is no installation here, so that a build would say so. */
    @Test
    void mistakesOfLaterPartsAreToldBeforeTheFirstIsBuilt() throws Exception {
        Path jar = Files.writeString(folder.resolve("a.jar"), "");
        String first = "instances:\n  a: {build: " + jar + ", image: made}\n";
        for (Map.Entry<String, String> later : Map.of(
                        "  b: {build: ./nowhere}\n", "there is no ",
                        "  b: {image: absent}\n", "No image is called absent",
                        "  b: {build: {path: a.jar, options: [no-such=1]}}\n", "Unknown option no-such")
                .entrySet()) {
            Path file = write(first + later.getKey());
            assertThat(host.run("diff", "-f", file.toString())).isEqualTo(125);
            assertThat(host.errors()).contains(later.getValue());
        }
        Path file = write(first + "  b: {image: made}\n");
        assertThat(host.run("diff", "-f", file.toString())).isEqualTo(125);
        assertThat(host.errors()).contains("There is no installation");
    }

    @Test
    void whatIsToBeBuiltIsSoughtBesideTheFile() throws Exception {
        Path file = write("instances:\n  db: {build: ./nowhere}\n");
        assertThat(host.run("diff", "-f", file.toString())).isEqualTo(125);
        assertThat(host.errors())
                .startsWith("ristretto: " + file + ":2:15: there is no " + file.resolveSibling("./nowhere")
                        + "\nName a jar, a folder of classes or a project");
    }

    @Test
    void tooLittleMemoryIsToldWithItsPlace() throws Exception {
        putImage();
        Path file = write("instances:\n  db: {image: shop, memory: 1K}\n");
        assertThat(host.run("diff", "-f", file.toString())).isEqualTo(125);
        assertThat(host.errors())
                .startsWith("ristretto: " + file + ":2:3: too little memory: 1 KiB is less than the 1 MiB");
    }

    @Test
    void aFileThatIsMissingOrNoTextIsExplained() throws Exception {
        assertThat(host.run("up", "-f", folder.resolve("x.yaml").toString())).isEqualTo(125);
        assertThat(host.errors())
                .startsWith("ristretto: There is no " + folder.resolve("x.yaml") + "\nWrite one")
                .doesNotContain("\tat ");
        Path binary = folder.resolve("b.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(host.run("down", "-f", binary.toString())).isEqualTo(125);
        assertThat(host.errors()).contains(binary + " is not text in UTF-8: save it as such");
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void theirHelpHasExamplesAndTheExitStatus() {
        for (String command : List.of("up", "down", "diff")) {
            assertThat(host.run(command, "--help")).isZero();
            assertThat(host.output()).contains("ristretto " + command, "--file", "--format");
        }
        assertThat(host.output()).contains("0 if there is nothing to do, 1 if there is");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("ristretto.yaml"), text);
    }

    private void putImage() {
        byte[] content = {1};
        new ImageStore(folder.resolve("ristretto/images"))
                .put(
                        ImageName.parse("shop"),
                        content,
                        content,
                        Optional.empty(),
                        new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1 << 20, List.of()),
                        new ImageReport(
                                "",
                                1,
                                1,
                                1 << 20,
                                "a.Main",
                                1,
                                1,
                                new ImageReport.Natives(List.of(), List.of(), List.of()),
                                Map.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                Map.of(),
                                List.of()));
    }
}
