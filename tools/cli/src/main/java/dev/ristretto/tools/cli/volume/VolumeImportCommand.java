package dev.ristretto.tools.cli.volume;

import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings a volume into the store. */
@Command(
        name = "import",
        description = {
            "Make a volume of a raw ext4 image.",
            "It is one as 'volume export' and mkfs.ext4 write them, and is not changed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto volume import data data.ext4", "  zstd -d < data.zst | ristretto volume import data -"})
final class VolumeImportCommand implements Callable<Integer> {

    @Mixin
    NewVolumeName volume = new NewVolumeName();

    @Parameters(index = "1", paramLabel = "FILE", description = "The image, or - for standard input.")
    Path file = VolumeExportCommand.STANDARD_STREAM;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    VolumeImportCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        String name = volume.name;
        StoredVolume made = new Volumes(host)
                .slowly(
                        "Reading " + (file.equals(VolumeExportCommand.STANDARD_STREAM) ? "standard input" : file),
                        "interrupted; nothing is left of " + name,
                        store -> file.equals(VolumeExportCommand.STANDARD_STREAM)
                                ? store.importFrom(name, host.input())
                                : store.importFrom(name, file));
        VolumeCommand.print(host, format, made);
        return 0;
    }
}
