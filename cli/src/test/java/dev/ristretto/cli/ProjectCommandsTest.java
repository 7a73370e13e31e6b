package dev.ristretto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.hypervisor.Finding;
import dev.ristretto.hypervisor.Hypervisor;
import dev.ristretto.hypervisor.Instance;
import dev.ristretto.hypervisor.InstanceSpecification;
import dev.ristretto.image.ImageConfiguration;
import dev.ristretto.image.ImageName;
import dev.ristretto.image.ImageReport;
import dev.ristretto.image.ImageStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up, down and diff, as far as they come without a daemon. */
class ProjectCommandsTest {

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

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
        assertThat(run("diff", "-f", file.toString())).isEqualTo(1);
        assertThat(output().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("ACTION KIND NAME CHANGES", "create instance db", "create service web");
        output.reset();
        assertThat(run("diff", "-f", file.toString(), "--format", "json")).isEqualTo(1);
        JsonNode steps = new ObjectMapper().readTree(output.toByteArray());
        assertThat(steps.get(1).toString())
                .isEqualTo("{\"action\":\"create\",\"kind\":\"service\",\"name\":\"web\",\"changes\":[]}");
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void diffOfNothingEndsWithZero() throws Exception {
        Path file = write("project: shop\n");
        assertThat(run("diff", "-f", file.toString(), "--format", "json")).isZero();
        assertThat(output()).startsWith("[").doesNotContain("{");
        assertThat(run("down", "-f", file.toString())).isZero();
        assertThat(run("down", "--project", "shop")).isZero();
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void anImageThatIsMissingIsToldWithItsPlaceAndTheRemedy() throws Exception {
        putImage();
        Path file = write("services:\n  web:\n    image: shop:${TAG}\n");
        variables.put("TAG", "2");
        // Nor is a daemon started for it.
        assertThat(run("up", "-f", file.toString())).isEqualTo(125);
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
        assertThat(errors())
                .startsWith("ristretto: " + file + ":3:12: No image is called shop:2.")
                .contains("\nBuild it: ristretto build PATH -t shop:2, or write build: PATH here")
                .doesNotContain("\tat ");
        assertThat(errors().lines()).hasSize(2);
    }

    @Test
    void whatIsToBeBuiltIsSoughtBesideTheFile() throws Exception {
        Path file = write("instances:\n  db: {build: ./nowhere}\n");
        assertThat(run("diff", "-f", file.toString())).isEqualTo(125);
        assertThat(errors())
                .startsWith("ristretto: " + file + ":2:15: there is no " + file.resolveSibling("./nowhere")
                        + "\nName a jar, a folder of classes or a project");
    }

    @Test
    void tooLittleMemoryIsToldWithItsPlace() throws Exception {
        putImage();
        Path file = write("instances:\n  db: {image: shop, memory: 1K}\n");
        assertThat(run("diff", "-f", file.toString())).isEqualTo(125);
        assertThat(errors()).startsWith("ristretto: " + file + ":2:3: too little memory: 1 KiB is less than the 1 MiB");
    }

    @Test
    void aFileThatIsMissingOrNoTextIsExplained() throws Exception {
        assertThat(run("up", "-f", folder.resolve("x.yaml").toString())).isEqualTo(125);
        assertThat(errors())
                .startsWith("ristretto: There is no " + folder.resolve("x.yaml") + "\nWrite one")
                .doesNotContain("\tat ");
        Path binary = folder.resolve("b.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(run("down", "-f", binary.toString())).isEqualTo(125);
        assertThat(errors()).contains(binary + " is not text in UTF-8: save it as such");
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void theirHelpHasExamplesAndTheExitStatus() {
        for (String command : List.of("up", "down", "diff")) {
            output.reset();
            assertThat(run(command, "--help")).isZero();
            assertThat(output()).contains("ristretto " + command, "--file", "--format");
        }
        assertThat(output()).contains("0 if there is nothing to do, 1 if there is");
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
                        new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1 << 20),
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
                                Map.of()));
    }

    private int run(String... arguments) {
        Hypervisor hypervisor = new Hypervisor() {
            @Override
            public Instance start(InstanceSpecification specification) {
                throw new AssertionError("nothing is to be started");
            }

            @Override
            public List<Finding> examine() {
                return List.of();
            }
        };
        Map<String, String> environment = new HashMap<>(variables);
        for (String variable : List.of("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")) {
            environment.put(variable, folder.toString());
        }
        Host host = new Host(
                environment,
                Optional.empty(),
                InputStream.nullInputStream(),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                hypervisor,
                hypervisor);
        return Main.run(host, arguments);
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
