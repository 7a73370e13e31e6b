package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.fleet.daemon.SimulatedDaemon;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts, sourced by real shells, with the names of a simulated fleet. */
@Timeout(120)
class CompletionTest {

    /** Runs the function that bash would, and shows what it answers. */
    private static final String BASH = """
            source "$1"
            COMP_LINE=$2
            COMP_POINT=${#COMP_LINE}
            _ristretto
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    /** The same in zsh, with the builtins that work in its line editor only. */
    private static final String ZSH = """
            compdef() { }
            compadd() { print -rl -- ${(P)2} }
            compset() { PREFIX=${PREFIX#*=} }
            _files() { print -r -- FILES }
            source "$1"
            words=("${(@s: :)2}")
            CURRENT=$#words
            PREFIX=$words[CURRENT]
            _ristretto
            """;

    /** Fish tells by itself what it would offer. */
    private static final String FISH = """
            set -gx PATH (dirname (string split ' ' -- $argv[3])[1]) $PATH
            source $argv[2]
            complete -C (string replace -r '^\\S+/' '' -- $argv[3])
            """;

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private TestHost host;
    private Path program;

    /** A program of the name in the script, which knows what the command line answers. */
    @BeforeEach
    void start() throws Exception {
        daemon = SimulatedDaemon.ofUser(folder.resolve("ristretto"));
        daemon.create("web-1", "web-2", "db");
        host = new TestHost(folder);
        assertThat(host.run("context", "add", "prod", "--url", "https://h:1", "--token", "t"))
                .isZero();
        assertThat(host.run("volume", "create", "data", "--size", "8M")).isZero();
        for (NamesCommand.Kind kind : NamesCommand.Kind.values()) {
            String word = kind.name().toLowerCase(Locale.ROOT);
            assertThat(host.run("__names", word)).isZero();
            Files.writeString(folder.resolve(word), host.output());
        }
        program = Files.createDirectories(folder.resolve("bin")).resolve("ristretto");
        Files.writeString(program, "#!/bin/sh\n[ \"$1\" = __names ] && cat '" + folder + "'/\"$2\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(bash("st")).containsExactlyInAnyOrder("start", "stats", "stop");
        assertThat(bash("service r")).containsExactlyInAnyOrder("rm", "rollback");
        assertThat(bash("stop --l")).containsExactly("--label");
        assertThat(bash("service create web --repl")).containsExactly("--replicas");
        assertThat(bash("ps --format ")).containsExactly("table", "json");
        assertThat(bash("ps --format=j")).containsExactly("json");
        assertThat(bash("completion ")).containsExactly("bash", "zsh", "fish");
        assertThat(bash("help serv")).containsExactly("service");
        assertThat(bash("__")).isEmpty();
        assertThat(bash("run hello -- --for")).isEmpty();
    }

    @Test
    void bashCompletesNamesThatThereAre() throws Exception {
        assertThat(bash("stop ")).containsExactlyInAnyOrder("web-1", "web-2", "db");
        assertThat(bash("stop web-1 --time 3 w")).containsExactly("web-1", "web-2");
        assertThat(bash("logs -f d")).containsExactly("db");
        assertThat(bash("context use ")).containsExactlyInAnyOrder("local", "prod");
        assertThat(bash("rmi ")).containsExactly("shop");
        assertThat(bash("inspect ")).containsExactlyInAnyOrder("shop", "web-1", "web-2", "db");
        assertThat(bash("volume check ")).containsExactly("data");
        assertThat(bash("volume export d")).contains("data");
        assertThat(bash("ls d")).containsExactly("data:/");
        assertThat(bash("cp data:/x " + folder + "/volu")).containsExactly(folder + "/volumes");
        assertThat(bash("service create x --image s")).containsExactly("shop");
        assertThat(bash("service update x --image=s")).containsExactly("shop");
    }

    @Test
    void bashCompletesFilesAndWhatHasAColon() throws Exception {
        Files.writeString(folder.resolve("images"), "shop:1\nshop:2\nother\n");
        Files.createFile(folder.resolve("shop.jar"));
        assertThat(bash("rmi shop:")).as("readline has shop: already").containsExactly("1", "2");
        assertThat(bash("run " + folder + "/sho")).containsExactly(folder + "/shop.jar");
        assertThat(bash("volume import x " + folder + "/sho")).containsExactly(folder + "/shop.jar");
        assertThat(bash("up -f " + folder + "/sho")).containsExactly(folder + "/shop.jar");
    }

    @Test
    void zshCompletesTheSame() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");
        assertThat(zsh("st")).contains("start", "stats", "stop", "service").doesNotContain("__names");
        assertThat(zsh("service ")).contains("create", "rollback");
        assertThat(zsh("stop --l")).contains("--label", "--time");
        assertThat(zsh("ps --format ")).containsExactly("table", "json");
        assertThat(zsh("ps --format=j")).containsExactly("table", "json");
        assertThat(zsh("stop -t 3 w")).containsExactlyInAnyOrder("web-1", "web-2", "db");
        assertThat(zsh("context use ")).containsExactlyInAnyOrder("local", "prod");
        assertThat(zsh("run ")).containsExactly("shop", "FILES");
        assertThat(zsh("up -f ")).containsExactly("FILES");
    }

    @Test
    void fishCompletesTheSame() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")), "fish is not installed");
        assertThat(fish("st")).containsExactlyInAnyOrder("start", "stats", "stop");
        assertThat(fish("service r")).containsExactlyInAnyOrder("rm", "rollback");
        assertThat(fish("stop --l")).containsExactly("--label");
        assertThat(fish("ps --format ")).containsExactlyInAnyOrder("table", "json");
        assertThat(fish("ps --format=j")).containsExactly("--format=json");
        assertThat(fish("stop -t 3 w")).containsExactlyInAnyOrder("web-1", "web-2");
        assertThat(fish("context use ")).containsExactlyInAnyOrder("local", "prod");
        assertThat(fish("run sho")).contains("shop");
        assertThat(fish("service create x --image=s")).containsExactly("--image=shop");
        assertThat(fish("up -f " + folder + "/imag")).containsExactly(folder + "/images");
        assertThat(fish("__")).isEmpty();
    }

    @Test
    void withoutADaemonThereAreNoNamesAndNoneIsStarted() {
        TestHost nobody = new TestHost(folder.resolve("empty"));
        for (NamesCommand.Kind kind : NamesCommand.Kind.values()) {
            assertThat(nobody.run("__names", kind.name().toLowerCase(Locale.ROOT)))
                    .isZero();
            assertThat(nobody.output()).isEqualTo(kind == NamesCommand.Kind.CONTEXTS ? "local\n" : "");
        }
        assertThat(folder.resolve("empty")).doesNotExist();
    }

    private List<String> bash(String words) throws Exception {
        return complete(words, "bash", "--norc", "-c", BASH);
    }

    private List<String> zsh(String words) throws Exception {
        return complete(words, "zsh", "-f", "-c", ZSH);
    }

    private List<String> fish(String words) throws Exception {
        return complete(words, "fish", "--no-config", "-c", FISH);
    }

    private List<String> complete(String words, String... shell) throws Exception {
        assertThat(host.run("completion", shell[0])).isZero();
        Path script = folder.resolve("script." + shell[0]);
        Files.writeString(script, host.output());
        List<String> command = new ArrayList<>(List.of(shell));
        command.addAll(List.of(shell[0], script.toString(), program + " " + words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.lines().filter(line -> !line.isEmpty()).toList();
    }
}
