package dev.ristretto.tools.cli.volume;

import dev.ristretto.tools.cli.host.Candidates;
import picocli.CommandLine.Parameters;

/** Which volume a command is about: its first argument. */
final class VolumeName {

    @Parameters(
            index = "0",
            completionCandidates = Candidates.OfVolumes.class,
            paramLabel = "NAME",
            description = "Name of the volume.")
    String name = "";
}
