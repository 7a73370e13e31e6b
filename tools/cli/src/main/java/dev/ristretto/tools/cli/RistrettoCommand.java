package dev.ristretto.tools.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that holds the others. */
@Command(
        name = "ristretto",
        description = "Turns a Java application into a bootable image whose kernel is Java, and runs it.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto run -p 8080:8080 examples/hello-http",
            "  ristretto build target/app.jar -t shop:1.2",
            "  ristretto run shop:1.2 -m 128M -e GREETING=hello -- --verbose",
            "  ristretto run -d --name web -p 8080:8080 --restart on-failure hello-http",
            "",
            "'ristretto COMMAND --help' explains a command."
        })
final class RistrettoCommand implements Runnable {

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
