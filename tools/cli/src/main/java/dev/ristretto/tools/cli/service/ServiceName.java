package dev.ristretto.tools.cli.service;

import dev.ristretto.tools.cli.host.Candidates;
import picocli.CommandLine.Parameters;

/** Which service a command is about: its first argument. */
final class ServiceName {

    @Parameters(
            index = "0",
            completionCandidates = Candidates.OfServices.class,
            paramLabel = "NAME",
            description = "Name of the service.")
    String name = "";
}
