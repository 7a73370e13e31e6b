package dev.ristretto.tools.cli.instance;

import dev.ristretto.image.model.Image;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.volume.VolumeUse;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which of an instance's files last. */
final class VolumeOptions {

    @Option(
            names = {"-v", "--volume"},
            paramLabel = "(NAME|FOLDER):PATH[:ro|,size=SIZE]",
            converter = Converters.Volume.class,
            description = {
                "Let the files at a path be those of a volume, which lasts, or with :ro to read only. See volume"
                        + " create.",
                "With a size it is made if there is none of that name. Each replica of a service has one of its own (NAME-1,",
                "NAME-2, ...), which is made by itself, but with :ro all have the same.",
                "A FOLDER of this computer begins with . / or ~, and can be given to what runs in the foreground.",
                "An image has paths for that which build --volume names; a path that is built gets it. May be repeated."
            })
    List<VolumeBinding> bindings = new ArrayList<>();

    /**
     * As they were given, if any were, for the daemon.
     *
     * @throws Failure if one is a folder
     */
    Optional<List<String>> texts() {
        try {
            List<String> texts = bindings.stream()
                    .map(VolumeBinding::requireVolume)
                    .map(VolumeBinding::toString)
                    .toList();
            return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    /** Where they are to be. */
    List<String> paths() {
        return bindings.stream().map(VolumeBinding::path).toList();
    }

    /**
     * Checks that an image can have them, and says what of its files will not last.
     *
     * @param name what the user called the image
     */
    void check(Host host, Image image, String name) {
        List<String> places = image.configuration().volumes();
        VolumeBinding.check(name, places, bindings);
        places.stream()
                .filter(place -> !paths().contains(place))
                .forEach(place -> host.errors()
                        .println("ristretto: what is written to " + place
                                + " goes with the instance; to keep it, give a volume: -v NAME:" + place));
    }

    /** The volumes of this host, which an instance uses from now on. */
    List<VolumeMount> take(VolumeUse use) {
        return bindings.stream()
                .filter(binding -> !binding.isFolder())
                .map(binding -> binding.on(use.take(binding.volume(), binding.size(), binding.readOnly())
                        .disk()))
                .toList();
    }

    /**
     * The folders of this computer.
     *
     * @throws HypervisorException if one is not there, or not this user's to use
     */
    List<FolderMount> folders() {
        Path working = Path.of("").toAbsolutePath();
        Path home = Path.of(System.getProperty("user.home"));
        return bindings.stream()
                .filter(VolumeBinding::isFolder)
                .map(binding -> binding.onFolder(working, home))
                .toList();
    }
}
