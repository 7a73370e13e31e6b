package dev.ristretto.tools.cli.image;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.ImageReport.FileShare;
import dev.ristretto.image.model.ImageReport.HeapShare;
import dev.ristretto.image.model.ImageReport.PackageShare;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.terminal.Table;
import dev.ristretto.tools.cli.terminal.Visible;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the report of an image for people. */
public final class ReportPrinter {

    private static final int LARGEST_PACKAGES = 20;
    private static final int LARGEST_CLASSES = 10;

    private final PrintStream output;
    private final boolean all;

    /**
     * A printer.
     *
     * @param all whether small packages and classes are listed too
     */
    public ReportPrinter(PrintStream output, boolean all) {
        this.output = output;
        this.all = all;
    }

    /**
     * Prints it.
     *
     * @param runsAs what run's option {@code --as} can be
     */
    public void print(Image image, ImageReport report, List<String> runsAs) {
        facts(image, report, runsAs);
        files(report.files());
        parts(report);
        packages(report.packages());
        heap(report.heap());
        natives("Natives of the kernel", report.natives().provided());
        natives(
                "Natives that are missing (UnsupportedOperationException when called)",
                report.natives().missing());
        natives(
                "C functions that are missing (the instance stops when called)",
                report.natives().missingFunctions());
    }

    private void facts(Image image, ImageReport report, List<String> runsAs) {
        Table table = new Table("", "");
        table.row("image", image.names().stream().map(ImageName::toString).collect(Collectors.joining(", ")));
        table.row("digest", image.digest());
        image.origin()
                .ifPresent(origin -> table.row("from", origin.sender() + ", " + origin.time() + "; not built here"));
        ImageConfiguration configuration = image.configuration();
        if (configuration.entrypoint().isEmpty()) {
            table.row("main class", report.mainClass());
        } else {
            table.row("program", String.join(" ", configuration.entrypoint()));
        }
        table.row("size", MemorySize.format(report.kernelBytes()));
        image.root()
                .ifPresent(files ->
                        table.row("files", MemorySize.format(files.toFile().length())));
        table.row("needs", MemorySize.format(report.memoryFloorBytes()) + " of memory");
        table.row("runs as", String.join(", ", runsAs));
        table.row("classes", Integer.toString(report.classes()));
        table.row("methods", Integer.toString(report.methods()));
        table.row("devices", report.devices().isEmpty() ? "none" : String.join(", ", report.devices()));
        image.configuration().environment().forEach((name, value) -> table.row("environment", name + "=" + value));
        image.configuration().ports().forEach(port -> table.row("port", port));
        image.configuration().volumes().forEach(path -> table.row("volume", path));
        report.options().forEach(option -> table.row("option", option));
        report.versions().forEach((name, version) -> table.row(name, version));
        table.print(output);
    }

    private void files(List<FileShare> files) {
        if (files.isEmpty()) {
            return;
        }
        List<FileShare> sorted = files.stream()
                .sorted(Comparator.comparingLong(FileShare::bytes).reversed())
                .toList();
        Table table = new Table("FILES", "COUNT", "SIZE", "ORIGIN", "REASON");
        sorted.stream()
                .limit(all ? Long.MAX_VALUE : LARGEST_PACKAGES)
                .forEach(share -> table.row(
                        share.path(),
                        Integer.toString(share.files()),
                        MemorySize.format(share.bytes()),
                        share.origin(),
                        share.reason()));
        section(table);
        rest(sorted.size() - LARGEST_PACKAGES, "files");
    }

    private void parts(ImageReport report) {
        Table table = new Table("PART", "SIZE", "SHARE");
        report.parts()
                .forEach(
                        (name, bytes) -> table.row(name, MemorySize.format(bytes), share(bytes, report.kernelBytes())));
        section(table);
    }

    private void packages(List<PackageShare> packages) {
        Table table = new Table("PACKAGE", "CLASSES", "METHODS", "CODE", "HEAP");
        packages.stream()
                .limit(all ? Long.MAX_VALUE : LARGEST_PACKAGES)
                .forEach(share -> table.row(
                        share.name(),
                        Integer.toString(share.classes()),
                        Integer.toString(share.methods()),
                        MemorySize.format(share.codeBytes()),
                        MemorySize.format(share.heapBytes())));
        section(table);
        rest(packages.size() - LARGEST_PACKAGES, "packages");
    }

    private void heap(List<HeapShare> heap) {
        Table table = new Table("INITIAL HEAP", "OBJECTS", "SIZE");
        heap.stream()
                .limit(all ? Long.MAX_VALUE : LARGEST_CLASSES)
                .forEach(share ->
                        table.row(share.className(), Long.toString(share.objects()), MemorySize.format(share.bytes())));
        section(table);
        rest(heap.size() - LARGEST_CLASSES, "classes");
    }

    private void natives(String heading, List<String> names) {
        if (!names.isEmpty()) {
            output.println();
            output.println(heading + ": " + names.size());
            names.forEach(name -> output.println("  " + Visible.line(name)));
        }
    }

    private void section(Table table) {
        output.println();
        table.print(output);
    }

    private void rest(int count, String what) {
        if (!all && count > 0) {
            output.println("... and " + count + " smaller " + what + " (--all lists them)");
        }
    }

    private static String share(long bytes, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100.0 * bytes / whole);
    }
}
