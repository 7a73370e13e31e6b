package dev.ristretto.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a command. */
@Command(name = "help", description = "Explain a command.")
final class HelpCommand implements Runnable {

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command; without it, all are listed.")
    Optional<String> command = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        CommandLine explained = command.map(name -> {
                    CommandLine found = root.getSubcommands().get(name);
                    if (found == null) {
                        throw new Failure("There is no command '" + name + "'.");
                    }
                    return found;
                })
                .orElse(root);
        explained.usage(root.getOut());
    }
}
