package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a command. */
@Command(
        name = "help",
        description = "Explain a command, as its option --help does.",
        footer = {"", "Example: ristretto help service create"})
final class HelpCommand implements Runnable {

    @Parameters(
            arity = "0..*",
            completionCandidates = Candidates.OfCommands.class,
            paramLabel = "COMMAND",
            description = "The command; without it, all are listed.")
    List<String> command = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        CommandLine explained = root;
        for (String name : command) {
            CommandLine found = explained.getSubcommands().get(name);
            if (found == null) {
                throw new Failure("There is no command '" + String.join(" ", command) + "'. There is: "
                        + String.join(", ", explained.getSubcommands().keySet()));
            }
            explained = found;
        }
        explained.usage(root.getOut());
    }
}
