package dev.ristretto.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ristretto.image.Image;
import dev.ristretto.image.ImageReport;
import dev.ristretto.image.ImageStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is inside an image. */
@Command(
        name = "inspect",
        description = "Show what is inside an image: packages and their share, natives, devices, size by part.")
final class InspectCommand implements Runnable {

    @Parameters(paramLabel = "IMAGE", description = "NAME[:TAG] or the first digits of a digest.")
    String reference = "";

    @Option(names = "--all", description = "All packages and classes, not only the largest.")
    boolean all;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    InspectCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        ImageStore store = new Images(host).store();
        Image image = store.resolve(reference);
        ImageReport report = store.report(image);
        List<String> runsAs = host.canRunAsProcess(image.kernel()) ? List.of("vm", "process") : List.of("vm");
        if (format.isJson()) {
            Json.print(host.output(), new Inspection(report, runsAs));
        } else {
            new ReportPrinter(host.output(), all).print(image, report, runsAs);
        }
    }

    /**
     * The JSON form: the report, and what run's option {@code --as} can be.
     *
     * @param report as it was written at the build
     * @param runsAs {@code vm}, {@code process}
     */
    private record Inspection(@JsonUnwrapped ImageReport report, List<String> runsAs) {}
}
