package dev.ristretto.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = {"", "Example: source <(ristretto completion)"})
final class CompletionCommand implements Runnable {

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    CompletionCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        host.output().print(AutoComplete.bash("ristretto", spec.root().commandLine()));
        host.output().println();
    }
}
