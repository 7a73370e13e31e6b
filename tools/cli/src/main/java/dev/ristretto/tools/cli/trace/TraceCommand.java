package dev.ristretto.tools.cli.trace;

import dev.ristretto.build.application.Application;
import dev.ristretto.build.application.OpenedPackages;
import dev.ristretto.build.metadata.ReachabilityMetadata;
import dev.ristretto.build.metadata.TracedMetadata;
import dev.ristretto.build.pipeline.BuildOptions;
import dev.ristretto.build.pipeline.BuildRequest;
import dev.ristretto.run.host.AtomicFile;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an application on HotSpot with an agent and keeps what it does by reflection for its builds. */
@Command(
        name = "trace",
        description = {
            "Run an application on HotSpot and write down what it looks up by name while it runs: classes, members,",
            "resources, bundles, proxies, serialized classes; and keep the classes that it makes while it runs.",
            "Builds of it use that by themselves; further runs add to it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto trace target/shop.jar",
            "  ristretto trace . -D shop.port=8080 -- --verbose",
            "",
            "Use all of the application while it runs, then end it by Ctrl-C if it does not end by itself."
        })
public final class TraceCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "PATH",
            description = "A jar, a folder of classes, or the folder of a Maven or Gradle project, as for build.")
    @SuppressWarnings("NullAway.Init")
    Path path;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Arguments of the application, behind --.")
    List<String> arguments = new ArrayList<>();

    @Option(
            names = "--module",
            paramLabel = "NAME",
            description = "Which module of a Maven or Gradle project, as for build.")
    Optional<String> module = Optional.empty();

    @Option(
            names = "--main",
            paramLabel = "CLASS",
            description = "The class whose main method runs; by default the one that the jar or project names.")
    Optional<String> mainClass = Optional.empty();

    @Option(
            names = {"-D", "--property"},
            paramLabel = "KEY=VALUE",
            description = "A system property of the application. May be repeated.")
    List<String> properties = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description =
                    "Where to keep what is found; by default ristretto-metadata in a project, PATH.metadata otherwise.")
    Optional<Path> output = Optional.empty();

    private final Host host;

    TraceCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        BuildRequest request =
                new BuildRequest(path, module, mainClass, Optional.empty(), Optional.empty(), BuildOptions.none());
        Images images = new Images(host);
        Application application = images.find(request);
        Path folder = output.orElseGet(() -> TracedMetadata.folder(path));
        Path file = TracedMetadata.file(folder);
        try {
            // Told now rather than after the run.
            ReachabilityMetadata before = ReachabilityMetadata.read(file);
            Files.createDirectories(folder);
            Path found = Files.createTempFile(folder, "trace", ".json");
            GeneratedFiles generated = new GeneratedFiles(Path.of(found + ".classes"));
            try {
                int status = new TracedProcess(
                                images.tracer(), application, OpenedPackages.of(path), properties, host.errors())
                        .run(arguments, found);
                int classes = generated.moveTo(TracedMetadata.classes(folder));
                keep(before, ReachabilityMetadata.read(found), file, classes);
                return status;
            } finally {
                Files.deleteIfExists(found);
                generated.delete();
            }
        } catch (IOException e) {
            throw new Failure("Cannot keep what is found in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void keep(ReachabilityMetadata before, ReachabilityMetadata found, Path file, int generated)
            throws IOException {
        ReachabilityMetadata all = before.and(found);
        AtomicFile.writeSoon(file, all.json());
        host.errors()
                .println("ristretto: the run used " + text(found.count()) + " by name"
                        + (generated == 0 ? "" : ", and made " + count(generated, "class", "", "es")));
        host.errors().println("ristretto: " + shown(file) + " has " + text(all.count()) + "; next: " + next());
    }

    private static String text(ReachabilityMetadata.Count count) {
        return count(count.types(), "type", "s") + ", " + count(count.resources(), "resource", "s") + ", "
                + count(count.bundles(), "bundle", "s") + " and " + count(count.proxies(), "prox", "y", "ies");
    }

    private static String count(int number, String word, String plural) {
        return count(number, word, "", plural);
    }

    private static String count(int number, String stem, String singular, String plural) {
        return number + " " + stem + (number == 1 ? singular : plural);
    }

    private String next() {
        return "ristretto build " + path
                + module.map(name -> " --module " + name).orElse("")
                + mainClass.map(name -> " --main " + name).orElse("")
                + output.map(folder -> " --option metadata=" + folder).orElse("");
    }

    /** As short as the path was given. */
    private Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return !path.isAbsolute() && file.startsWith(here) ? here.relativize(file) : file;
    }
}
