package dev.ristretto.tools.cli.image;

import dev.ristretto.image.store.ImageListing;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.ImageRemedies;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the images of the store. */
@Command(
        name = "images",
        description = {
            "List the images of the store. FROM says who has brought one that was not built here.",
            "With --verify every file is read: ends with status 1 if one is damaged."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto images --format json", "  ristretto images --verify"})
public final class ImagesCommand implements Callable<Integer> {

    @Option(names = "--verify", description = "Read all files and compare them with their digests.")
    boolean verify;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    ImagesCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        ImageStore store = new Images(host).store();
        ImageListing listing = verify ? store.verify() : store.list();
        List<ImageSummary> summaries =
                listing.images().stream().map(ImageSummary::of).toList();
        format.print(host.output(), summaries, ImageSummary.table(summaries));
        listing.problems()
                .forEach(problem -> host.errors()
                        .println("ristretto: " + problem.name() + ": " + ImageRemedies.explain(problem.cause())));
        return verify && !listing.problems().isEmpty() ? 1 : 0;
    }
}
