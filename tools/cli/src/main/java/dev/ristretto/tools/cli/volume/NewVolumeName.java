package dev.ristretto.tools.cli.volume;

import picocli.CommandLine.Parameters;

/** What a volume will be called: the first argument. */
final class NewVolumeName {

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "What to call it: up to 63 letters, digits and . _ -, a letter or digit first.")
    String name = "";
}
