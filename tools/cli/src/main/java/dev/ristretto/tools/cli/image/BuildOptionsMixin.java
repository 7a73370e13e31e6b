package dev.ristretto.tools.cli.image;

import dev.ristretto.build.pipeline.BuildOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What can be said about a build, by {@code build} and by {@code run} of a path. */
public final class BuildOptionsMixin {

    @Option(
            names = "--module",
            paramLabel = "NAME",
            description = "Which module of a Maven or Gradle project: its folder or its name, for example web.")
    public Optional<String> module = Optional.empty();

    @Option(
            names = "--main",
            paramLabel = "CLASS|NAME",
            description = {
                "The class whose main method runs; by default the one that the jar or project names.",
                "Of other projects, what to start: a file (Node.js, Python), a module or script (Python), a program,",
                "also of an image of containers (/PATH)."
            })
    public Optional<String> mainClass = Optional.empty();

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of the build; docs/cli.md lists them. May be repeated.")
    List<String> options = new ArrayList<>();

    @Option(
            names = "--add-files",
            paramLabel = "SOURCE:PATH",
            description = {
                "A file, or what is in a folder, that the image has at a path, such as ./static:/srv/static.",
                "Short for --option add-files=SOURCE:PATH. May be repeated."
            })
    List<String> files = new ArrayList<>();

    @Option(names = "--reproducible", description = "Short for --option reproducible=true.")
    boolean reproducible;

    @Option(
            names = "--quick",
            description = "Short for --option optimize=build: ready sooner and slower to run, for trying things.")
    boolean quick;

    public boolean isGiven() {
        return module.isPresent()
                || mainClass.isPresent()
                || !options.isEmpty()
                || !files.isEmpty()
                || reproducible
                || quick;
    }

    public BuildOptions parse() {
        return parse(List.of());
    }

    /**
     * The same.
     *
     * @param volumes paths where the application keeps what lasts
     */
    public BuildOptions parse(List<String> volumes) {
        List<String> given = new ArrayList<>(options);
        volumes.forEach(path -> given.add("volume=" + path));
        files.forEach(added -> given.add("add-files=" + added));
        if (reproducible) {
            given.add("reproducible=true");
        }
        if (quick) {
            given.add("optimize=build");
        }
        return BuildOptions.parse(given);
    }
}
