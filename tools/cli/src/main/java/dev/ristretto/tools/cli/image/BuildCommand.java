package dev.ristretto.tools.cli.image;

import dev.ristretto.build.pipeline.BuildRequest;
import dev.ristretto.build.pipeline.Builder;
import dev.ristretto.build.pipeline.OptionKey;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an image of an application. */
@Command(
        name = "build",
        description = {
            "Make a bootable image of an application and keep it in the store.",
            "Java is compiled ahead of time; programs of Linux, Node.js, Python, Go, Rust, C and C++ run as they are."
        },
        footerHeading = "%nKeys of --option:%n")
public final class BuildCommand implements Callable<Integer> {

    private static final int SHOWN_NATIVES = 3;

    @Parameters(
            paramLabel = "PATH",
            description = "A jar, a folder of classes, a program (ELF), a source file (.py, .js, .c, .cpp), an image of"
                    + " containers (docker save, podman save, an OCI layout), or the folder of a project"
                    + " (pom.xml, build.gradle, package.json, pyproject.toml, requirements.txt, go.mod, Cargo.toml,"
                    + " CMakeLists.txt, Makefile), which is built by its own tool first.")
    @SuppressWarnings("NullAway.Init")
    Path path;

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "NAME[:TAG]",
            description = "The image's name; by default that of the path, and the tag latest.")
    Optional<String> name = Optional.empty();

    @Option(names = "--output", paramLabel = "FILE", description = "Also write the bootable ELF file itself.")
    Optional<Path> output = Optional.empty();

    @Option(
            names = "--volume",
            paramLabel = "PATH",
            description = {
                "Where the application keeps files that last, such as /var/lib/app; run -v gives it a volume there.",
                "Short for --option volume=PATH. May be repeated."
            })
    List<String> volumes = new ArrayList<>();

    @Mixin
    BuildOptionsMixin options = new BuildOptionsMixin();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    BuildCommand(Host host) {
        this.host = host;
    }

    /** The keys of {@code --option}, from the image module, and examples. */
    public static String[] footer() {
        List<String> lines = new ArrayList<>();
        for (OptionKey key : OptionKey.values()) {
            lines.add("  " + key.key() + "=" + key.form());
            lines.add("      " + key.description().replace("%", "%%"));
        }
        lines.addAll(List.of(
                "",
                "Examples:",
                "  ristretto build target/shop.jar -t shop:1.2",
                "  ristretto build . --module web",
                "  ristretto build . --main com.example.Main --output shop.elf",
                "  ristretto build hello.py",
                "  ristretto build ./bin/server",
                "  ristretto build shop.tar",
                "  ristretto build ./api -t api:1.0"));
        return lines.toArray(String[]::new);
    }

    @Override
    public Integer call() throws InterruptedException {
        BuildRequest request = new BuildRequest(
                path, options.module, options.mainClass, name.map(ImageName::parse), output, options.parse(volumes));
        output.ifPresent(BuildCommand::requireWritable);
        Builder.Result result = new Images(host).build(request);
        warnOfMissingNatives(result.report().natives());
        ImageSummary summary = ImageSummary.of(result.image());
        format.print(host.output(), summary, ImageSummary.table(List.of(summary)));
        return 0;
    }

    /** Told now rather than after minutes; folders that are not there are made. */
    private static void requireWritable(Path file) {
        Path absolute = file.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new Failure("--output " + file + " is a folder\nName a file in it");
        }
        Path folder = absolute.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder != null && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
            throw new Failure("--output " + file + ": nothing can be written to " + folder + "\nName another place");
        }
    }

    private void warnOfMissingNatives(ImageReport.Natives natives) {
        int count = natives.missing().size();
        if (count > 0) {
            host.errors()
                    .println("ristretto: the application can reach " + count
                            + " natives that the kernel lacks; a call throws UnsupportedOperationException with its name ("
                            + String.join(", ", natives.missing().subList(0, Math.min(count, SHOWN_NATIVES)))
                            + (count > SHOWN_NATIVES ? ", ...; ristretto inspect lists them)" : ")"));
        }
    }
}
