package dev.ristretto.tools.cli.volume;

import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a volume out of the store. */
@Command(
        name = "export",
        description = {
            "Write a volume to a new file, a raw ext4 image.",
            "The file has holes; standard output (-) has none. Nobody may be writing to the volume."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto volume export data data.ext4", "  ristretto volume export data - | zstd > data.zst"})
final class VolumeExportCommand implements Callable<Integer> {

    /** Standard output, or standard input, where a file can stand. */
    static final Path STANDARD_STREAM = Path.of("-");

    @Mixin
    VolumeName volume = new VolumeName();

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to make, or - for standard output.")
    Path file = STANDARD_STREAM;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    VolumeExportCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException {
        String name = volume.name;
        String what = "Copying " + name;
        if (!file.equals(STANDARD_STREAM)) {
            boolean unused = new Volumes(host).slowly(what, "interrupted; nothing is left of " + file, store -> {
                store.exportTo(name, file);
                return true;
            });
            VolumeCommand.print(host, format, new Volumes(host).store().get(name));
            return 0;
        }
        if (host.streams().outputIsTerminal() || format.isJson()) {
            throw new Failure("Standard output is where the image goes"
                    + (format.isJson() ? "\nLeave --format out" : ": lead it to a file or a program"));
        }
        try (OutputStream output = host.streams().console(true)) {
            return new Volumes(host).slowly(what, "interrupted; what was written is not the whole image", store -> {
                store.exportTo(name, output);
                return 0;
            });
        }
    }
}
