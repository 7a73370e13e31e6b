package dev.ristretto.tools.cli.files;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.volume.ErofsFiles;
import dev.ristretto.run.volume.VolumeFiles;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.run.volume.files.FileSource;
import dev.ristretto.tools.cli.files.Place.Kind;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what places name on this host. */
final class Places {

    private final FleetAccess fleet;
    private final VolumeStore volumes;
    private final Images images;

    /**
     * Those of a host.
     *
     * @throws Failure if commands talk to the daemon of another one
     */
    Places(Host host) {
        fleet = new FleetAccess(host);
        volumes = new Volumes(host).store();
        images = new Images(host);
        fleet.remoteUrl().ifPresent(url -> {
            throw new Failure("This command looks into what is on this computer, and commands are for " + url
                    + "\nSay that this computer is meant: RISTRETTO_CONTEXT=local");
        });
    }

    /**
     * What has the files at a place.
     *
     * @throws Failure if nothing has, or several things have its name
     */
    FileSource source(Place place) throws InterruptedException {
        return switch (kind(place)) {
            case VOLUME -> volumes.files(place.name());
            case INSTANCE -> ofInstance(place, instance(place.name()).orElseThrow(() -> unknown(place)));
            case IMAGE ->
                images.store()
                        .resolve(place.name())
                        .root()
                        .<FileSource>map(ErofsFiles::new)
                        .orElseThrow(() -> withoutFiles("The image " + place.name()));
        };
    }

    /**
     * The volume at a place, whose files can be changed.
     *
     * @throws Failure if there is none
     */
    VolumeFiles volume(Place place) throws InterruptedException {
        if (kind(place) == Kind.VOLUME) {
            return volumes.files(place.name());
        }
        throw new Failure(place + ": files can be copied to volumes only\nName the volume: ristretto volume ls");
    }

    private Kind kind(Place place) throws InterruptedException {
        if (place.kind().isPresent()) {
            return place.kind().get();
        }
        String name = place.name();
        List<Kind> kinds = new ArrayList<>();
        if (volumes.list().stream().anyMatch(volume -> volume.name().equals(name))) {
            kinds.add(Kind.VOLUME);
        }
        if (instance(name).isPresent()) {
            kinds.add(Kind.INSTANCE);
        }
        if (images.store().contains(name)) {
            kinds.add(Kind.IMAGE);
        }
        if (kinds.isEmpty()) {
            throw unknown(place);
        }
        if (kinds.size() > 1) {
            throw new Failure(name + " is " + kinds.stream().map(Kind::words).collect(Collectors.joining(" and "))
                    + "\nSay which is meant: " + kinds.stream().map(place::of).collect(Collectors.joining(" or ")));
        }
        return kinds.getFirst();
    }

    private static Failure unknown(Place place) {
        return new Failure(
                "No " + place.kind().map(kind -> kind.words().split(" ")[1]).orElse("volume, instance or image")
                        + " is called " + place.name()
                        + "\nThere is what 'ristretto volume ls', 'ristretto ps -a' and 'ristretto images' list");
    }

    private Optional<InstanceView> instance(String name) throws InterruptedException {
        return fleet.ifAny()
                .flatMap(client -> client.instances().stream()
                        .filter(view -> view.name().equals(name))
                        .findFirst());
    }

    /** The volume whose place is the longest that leads to the path; else it is in the image. */
    private FileSource ofInstance(Place place, InstanceView instance) {
        List<VolumeBinding> bindings = instance.specification().volumes().stream()
                .map(VolumeBinding::parse)
                .toList();
        return bindings.stream()
                .filter(binding -> place.isIn(binding.path()))
                .max(Comparator.comparingInt(binding -> binding.path().length()))
                .<FileSource>map(binding -> volumes.files(binding.volume()).at(binding.path()))
                .or(() -> images.store()
                        .ofDigest(instance.specification().digest())
                        .root()
                        .map(ErofsFiles::new))
                .orElseThrow(() -> withoutFiles("At " + place.path() + " the instance " + place.name()
                        + (bindings.isEmpty()
                                ? " has no volume, and its image"
                                : " has no volume, only at "
                                        + bindings.stream()
                                                .map(VolumeBinding::path)
                                                .collect(Collectors.joining(", "))
                                        + ", and its image")));
    }

    private static Failure withoutFiles(String what) {
        return new Failure(what + " has no files of its own: what is not in a volume is made in memory at each start\n"
                + "Look into a volume (ristretto volume ls), or build the image with --add-files");
    }
}
