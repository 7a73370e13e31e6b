package dev.ristretto.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
        CommandLine commandLine = new CommandLine(new RistrettoCommand(), new CommandFactory(host));
        CommandLine build = Objects.requireNonNull(commandLine.getSubcommands().get("build"));
        build.getCommandSpec().usageMessage().footer(BuildCommand.footer());
        Failures failures = new Failures(host.errors());
        commandLine.setParameterExceptionHandler(failures);
        commandLine.setExecutionExceptionHandler(failures);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setAbbreviatedSubcommandsAllowed(false);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setOut(new PrintWriter(host.output(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(host.errors(), true, StandardCharsets.UTF_8));
        return commandLine.execute(arguments);
    }
}
