package dev.ristretto.tools.cli.files;

import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.run.volume.VolumeFiles;
import dev.ristretto.run.volume.files.CopyCount;
import dev.ristretto.run.volume.files.CopyIn;
import dev.ristretto.run.volume.files.CopyOut;
import dev.ristretto.run.volume.files.FileSource;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Visible;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies files out of what has some, or into a volume, without starting anything. */
@Command(
        name = "cp",
        description = {
            "Copy files from a volume, an image or an instance to this computer, or from here to a volume.",
            "A target that is a folder gets the copies under their own names. Links are copied as links.",
            "Nobody may be writing to the volume, and nobody may use one that is copied to."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto cp -r data:/logs .", "  ristretto cp app.conf motd data:/etc"})
public final class CpCommand implements Callable<Integer> {

    @Parameters(
            arity = "2..*",
            completionCandidates = Candidates.OfPlaces.class,
            paramLabel = "PLACE|PATH",
            description =
                    "What to copy, and last where to: NAME:/PATH of volumes, images or instances, and paths of this computer.")
    List<String> words = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            description = "Copy folders with all that is in them.")
    boolean recursively;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    /** By the copy that is being made, or was the last. */
    private CopyCount copied = CopyCount.NONE;

    CpCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        Places places = new Places(host);
        String target = words.getLast();
        List<String> sources = words.subList(0, words.size() - 1);
        boolean in = Place.isMeant(target);
        if (sources.stream().anyMatch(source -> Place.isMeant(source) == in)) {
            throw new Failure("Files are copied from a NAME:/PATH to this computer, or the other way round, not "
                    + String.join(" ", sources) + " to " + target
                    + "\nA path of this computer that looks like NAME:/PATH begins with ./");
        }
        CopyCount count = in ? copyIn(places, sources, Place.parse(target)) : copyOut(places, sources, path(target));
        String words = "copied " + count + ", " + MemorySize.format(count.bytes());
        format.print(host.output(), count, words);
        return count.failed() > 0 ? ExitStatus.FAILURE : 0;
    }

    private CopyCount copyOut(Places places, List<String> sources, Path target) throws InterruptedException {
        if (sources.size() > 1 && !Files.isDirectory(target)) {
            throw new Failure(target + " is no folder, and several files cannot be copied to one\nMake it: mkdir");
        }
        CopyCount all = CopyCount.NONE;
        for (String text : sources) {
            Place place = Place.parse(text);
            FileSource source = places.source(place);
            all = all.plus(copy(
                    place.toString(),
                    "interrupted; what was copied as a whole stays in " + target,
                    progress -> source.read(place + " cannot be copied", files -> {
                        CopyOut copy = new CopyOut(this::tell, progress);
                        try {
                            copy.copy(files, place.path(), target, recursively);
                        } finally {
                            copied = copy.count();
                        }
                        return copy.count();
                    })));
        }
        return all;
    }

    private CopyCount copyIn(Places places, List<String> sources, Place target) throws InterruptedException {
        VolumeFiles volume = places.volume(target);
        List<Path> paths = sources.stream().map(CpCommand::path).toList();
        return copy(
                "to " + target,
                "interrupted; what was copied as a whole stays in " + target.name(),
                progress -> volume.change("Not all could be copied to " + target, (files, ending) -> {
                    CopyIn copy = new CopyIn(files, this::tell, progress, ending);
                    try {
                        copy.copy(paths, target.path(), recursively);
                    } finally {
                        copied = copy.count();
                    }
                    return copy.count();
                }));
    }

    /** Copies with progress; what fails says first what is complete. */
    private CopyCount copy(String what, String farewell, Function<LongConsumer, CopyCount> copying) {
        copied = CopyCount.NONE;
        try {
            return new Volumes(host)
                    .watched(
                            "Copying " + what,
                            farewell,
                            progress -> copying.apply(done -> progress.advanced(done, -1)));
        } catch (VolumeException e) {
            if (copied.files() + copied.folders() > 0) {
                host.errors().println("ristretto: " + copied + " were copied and stay");
            }
            throw e;
        }
    }

    private void tell(String problem) {
        host.errors().println("ristretto: " + Visible.line(problem));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Failure("'" + text + "' is no path of this computer: " + e.getReason(), e);
        }
    }
}
