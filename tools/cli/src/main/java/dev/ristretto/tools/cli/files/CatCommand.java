package dev.ristretto.tools.cli.files;

import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints files without starting anything. */
@Command(
        name = "cat",
        description = {
            "Print files of volumes, images and instances. Nothing is started for it and nothing changed.",
            "Into a file or a pipe they go byte by byte; on a terminal what it would obey is shown as \\u001b."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto cat data:/etc/app.conf", "  ristretto cat data:/logs/1 data:/logs/2 | grep -c ERROR"})
public final class CatCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            completionCandidates = Candidates.OfPlaces.class,
            paramLabel = "PLACE",
            description =
                    "NAME:/PATH of a volume, an image or an instance; volume:NAME:/PATH and so on if several are called so.")
    List<String> places = new ArrayList<>();

    private final Host host;

    CatCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Places known = new Places(host);
        int status = 0;
        try (OutputStream output = host.streams().console(false)) {
            for (String text : places) {
                try {
                    Place place = Place.parse(text);
                    boolean unused = known.source(place).read(place + " cannot be read", files -> {
                        files.read(place.path(), output);
                        return true;
                    });
                } catch (VolumeException | Failure e) {
                    // One that fails does not hinder the others.
                    host.errors().println("ristretto: " + e.getMessage());
                    status = ExitStatus.FAILURE;
                }
            }
        }
        return status;
    }
}
