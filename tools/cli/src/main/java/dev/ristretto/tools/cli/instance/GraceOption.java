package dev.ristretto.tools.cli.instance;

import picocli.CommandLine.Option;

/** How long an application may take to stop. */
final class GraceOption {

    @Option(
            names = {"-t", "--time"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long an application may take to stop before it is killed (default: 10).")
    long seconds = 10;
}
