package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
        name = "completion",
        description = {
            "Print a script that completes commands, options and names in a shell. Names of instances, services, images and the",
            "like are those that there are just then; no daemon is started to find out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(ristretto completion bash)    in ~/.bashrc",
            "  source <(ristretto completion zsh)     in ~/.zshrc, behind compinit",
            "  ristretto completion fish | source     in ~/.config/fish/config.fish"
        })
final class CompletionCommand implements Runnable {

    /** The shells that there is a script for. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "bash|zsh|fish",
            defaultValue = "bash",
            description = "Which shell: ${COMPLETION-CANDIDATES} (default: bash).")
    Shell shell = Shell.BASH;

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    CompletionCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        host.output()
                .print(script().replace(
                                "#TABLE\n", CompletionTable.of(spec.root().commandLine(), shell)));
    }

    private String script() {
        try (InputStream file = CompletionCommand.class.getResourceAsStream("completion." + shell)) {
            if (file == null) {
                throw new IllegalStateException("completion." + shell + " is not in the command line's jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
