package dev.ristretto.tools.cli.image;

import dev.ristretto.image.store.ImageListing;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.ImageRemedies;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the images of the store. */
@Command(
        name = "images",
        description = "List the images of the store.",
        footer = {"", "Example: ristretto images --format json"})
public final class ImagesCommand implements Runnable {

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    ImagesCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        ImageListing listing = new Images(host).store().list();
        List<ImageSummary> summaries =
                listing.images().stream().map(ImageSummary::of).toList();
        format.print(host.output(), summaries, ImageSummary.table(summaries));
        listing.problems()
                .forEach(problem -> host.errors()
                        .println("ristretto: " + problem.name() + ": " + ImageRemedies.explain(problem.cause())));
    }
}
