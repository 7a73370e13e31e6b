package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.host.CommandNames;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.image.BuildCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the program {@code ristretto} begins. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(Host.current(), arguments));
    }

    /** Runs one command and returns its exit status. */
    static int run(Host host, String... arguments) {
        return commandLine(host, arguments).execute(arguments);
    }

    /** The commands that a call may need; all of them if it says nothing. */
    static CommandLine commandLine(Host host, String... arguments) {
        CommandFactory factory = new CommandFactory(host);
        CommandLine commandLine = new CommandLine(new RistrettoCommand(), factory);
        for (String name : CommandNames.needed(arguments)) {
            commandLine.addSubcommand(name, new CommandLine(Commands.type(name), factory));
        }
        CommandLine build = commandLine.getSubcommands().get("build");
        if (build != null) {
            build.getCommandSpec().usageMessage().footer(BuildCommand.footer());
        }
        Failures failures = new Failures(host.streams());
        commandLine.setParameterExceptionHandler(failures);
        commandLine.setExecutionExceptionHandler(failures);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setAbbreviatedSubcommandsAllowed(false);
        commandLine.setUsageHelpAutoWidth(true);
        // Help is the program's own, with colours.
        commandLine.setOut(new PrintWriter(host.streams().trustedOutput(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(host.streams().trustedErrors(), true, StandardCharsets.UTF_8));
        return commandLine;
    }
}
