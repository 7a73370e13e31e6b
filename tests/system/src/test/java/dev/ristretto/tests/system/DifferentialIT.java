package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program of some thousand probes of the JDK prints the same in an image as on HotSpot, but for what
 * {@code differences.txt} lists with a reason each. What is listed and differs no more has to go from there. Off by
 * default, for it takes ten minutes: {@code -Dristretto.it.differential=true}.
 */
@EnabledIfSystemProperty(named = "ristretto.it.differential", matches = "true")
class DifferentialIT {
    private static final Path ALLOWED = Path.of("src/test/applications/differential/differences.txt");
    private static final int LEAST_PROBES = 1000;
    private static final int PATIENCE_MINUTES = 10;

    private static Map<String, String> expected = Map.of();
    private static String image = "";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void askHotSpot() throws Exception {
        Path classes = Fixtures.compile("differential");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=en",
                        "-Duser.country=US",
                        "-cp",
                        classes.toString(),
                        "differential.Differential")
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("TZ", "UTC", "LANG", "C.UTF-8"));
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        expected = results(Files.readString(folder.resolve("output"), StandardCharsets.US_ASCII));
        image = Fixtures.differential();
    }

    @Test
    void thereAreManyProbes() {
        assertThat(expected).hasSizeGreaterThan(LEAST_PROBES);
    }

    @ParameterizedTest
    @ValueSource(strings = {RunsAs.PROCESS, RunsAs.VM})
    void differencesAreThoseThatAreExplained(String machine) throws Exception {
        Result result =
                CommandRun.run("run", image, "-m", "512M", "--as", machine).mustSucceed();
        Map<String, String> found = results(result.output());
        AllowedDifferences allowed = AllowedDifferences.read(ALLOWED, machine);
        Map<String, String> unexplained = new TreeMap<>();
        Set<String> alike = new TreeSet<>(allowed.names());
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            String here = found.getOrDefault(name, "(no such probe)");
            String there = expected.getOrDefault(name, "(no such probe)");
            if (here.equals(there)) {
                continue;
            }
            alike.removeAll(allowed.matching(name));
            if (allowed.matching(name).isEmpty()) {
                unexplained.put(name, here + " instead of " + there);
            }
        }
        assertThat(unexplained.entrySet().stream().map(Object::toString).toList())
                .as("differences that nothing explains")
                .isEmpty();
        assertThat(alike).as("explained differences that there are no more").isEmpty();
    }

    private static Map<String, String> results(String output) {
        List<String[]> lines = output.lines()
                .filter(line -> line.matches("[a-z]+\\..* = .*"))
                .map(line -> line.split(" = ", 2))
                .toList();
        return lines.stream().collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }
}
