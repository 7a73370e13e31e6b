package dev.ristretto.tools.cli.daemon;

import dev.ristretto.tools.cli.host.Candidates;
import picocli.CommandLine.Parameters;

/** Which daemon a command is about: its first argument. */
final class ContextName {

    @Parameters(
            index = "0",
            completionCandidates = Candidates.OfContexts.class,
            paramLabel = "NAME",
            description = "Which one.")
    String name = "";
}
