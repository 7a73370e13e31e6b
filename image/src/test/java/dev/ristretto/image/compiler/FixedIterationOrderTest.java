package dev.ristretto.image.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedIterationOrderTest {
    @TempDir
    Path folder;

    /** Prints the order of a set; run in JVMs of its own. */
    static final class Printer {
        public static void main(String[] args) {
            System.out.println(Set.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"));
        }
    }

    private static String run(String... options) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString());
        builder.command().addAll(List.of(options));
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), Printer.class.getName()));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().filter(line -> line.startsWith("[")).findFirst().orElse(output);
    }

    @Test
    void setsIterateInTheSameOrderInEveryJvm() throws Exception {
        FixedIterationOrder.write(folder);
        Set<String> orders = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            orders.add(run("-Xshare:off", "--patch-module=java.base=" + folder));
        }

        assertThat(orders).hasSize(1);
    }
}
