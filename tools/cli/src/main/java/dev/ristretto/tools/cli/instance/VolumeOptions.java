package dev.ristretto.tools.cli.instance;

import dev.ristretto.image.model.Image;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which of an instance's files last. */
public final class VolumeOptions {

    @Option(
            names = {"-v", "--volume"},
            paramLabel = "(NAME|FOLDER):PATH[:ro]",
            converter = Converters.Volume.class,
            description = {
                "Let the files at a path be those of a volume, which lasts, or with :ro to read only. See volume create.",
                "A FOLDER of this computer begins with . / or ~, and can be given to what runs in the foreground.",
                "An image has paths for that which build --volume names; a path that is built gets it. May be repeated."
            })
    List<VolumeBinding> bindings = new ArrayList<>();

    /** As they were given. */
    List<String> texts() {
        return bindings.stream().map(VolumeBinding::toString).toList();
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

    /** Checks that none is a folder of this computer: what the daemon keeps sees volumes alone. */
    void requireNoFolders() {
        bindings.stream().filter(VolumeBinding::isFolder).findFirst().ifPresent(binding -> {
            throw new Failure(binding.volume() + " is a folder of this computer, which only what runs in the"
                    + " foreground can see\nLeave -d out, or use a volume: ristretto volume create");
        });
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

    /** The volumes of this host, each of which an instance uses from now on. */
    List<VolumeMount> use(Host host, String instance) {
        VolumeStore store = new Volumes(host).store();
        return bindings.stream()
                .filter(binding -> !binding.isFolder())
                .map(binding -> binding.on(store.use(binding.volume(), instance, binding.readOnly())
                        .disk()))
                .toList();
    }
}
