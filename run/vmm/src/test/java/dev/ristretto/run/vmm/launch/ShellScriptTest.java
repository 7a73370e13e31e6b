package dev.ristretto.run.vmm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellScriptTest {

    /** Each would be more than a word if the shell read it. */
    private static final List<String> HOSTILE = List.of(
            "it's",
            "$(touch hole)",
            "`touch hole`",
            "; touch hole",
            "a b",
            "",
            "*",
            "-e",
            "\n touch hole",
            "\\",
            "\"",
            "é");

    @TempDir
    Path folder;

    @Test
    void wordsAreArgumentsAndNoPartOfTheScript() {
        List<String> one = ShellScript.command("exit", "name", List.of("x"), List.of("y"), List.of("z"));
        List<String> other = ShellScript.command("exit", "n", HOSTILE, HOSTILE, HOSTILE);
        assertThat(one.subList(0, 3)).isEqualTo(other.subList(0, 3));
    }

    @Test
    void everyCommandGetsItsOwnWordsAsTheyAre() throws Exception {
        List<String> first = new ArrayList<>(List.of("printf", "first %s|"));
        first.addAll(HOSTILE);
        List<String> second = new ArrayList<>(List.of("printf", "second %s|"));
        second.addAll(HOSTILE.reversed());
        String script =
                "word=$1; count=$2; shift 2; (become \"$count\" \"$@\"); shift \"$count\"; \"$@\"; echo \"$word\"";
        Process shell = new ProcessBuilder(ShellScript.command(script, "test", List.of("$(touch hole)"), first, second))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        StringBuilder expected = new StringBuilder();
        HOSTILE.forEach(word -> expected.append("first ").append(word).append('|'));
        HOSTILE.reversed()
                .forEach(word -> expected.append("second ").append(word).append('|'));
        assertThat(output).isEqualTo(expected + "$(touch hole)\n");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
