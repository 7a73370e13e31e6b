package dev.ristretto.tools.cli.host;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.TokenView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.tools.cli.terminal.Failure;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Names that an argument may have, as they are when somebody presses the key for completion. Arguments refer to the
 * subclasses. What cannot be found out has no names; no daemon is started for it.
 */
public abstract class Candidates implements Iterable<String> {

    final Host host;

    Candidates(Host host) {
        this.host = host;
    }

    /** All of these names. */
    abstract List<String> names();

    @Override
    public Iterator<String> iterator() {
        try {
            return names().iterator();
        } catch (FleetException | ImageException | VolumeException | Failure e) {
            return List.<String>of().iterator();
        }
    }

    final List<String> ofFleet(Function<FleetClient, List<String>> names) {
        return new FleetAccess(host).reachable().map(names).orElse(List.of());
    }

    /** Names of instances. */
    public static final class OfInstances extends Candidates {
        public OfInstances(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return ofFleet(
                    fleet -> fleet.instances().stream().map(InstanceView::name).toList());
        }
    }

    /** Names of services. */
    public static final class OfServices extends Candidates {
        public OfServices(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return ofFleet(
                    fleet -> fleet.services().stream().map(ServiceView::name).toList());
        }
    }

    /** Names of tokens. */
    public static final class OfTokens extends Candidates {
        public OfTokens(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return ofFleet(
                    fleet -> fleet.listTokens().stream().map(TokenView::name).toList());
        }
    }

    /** Names of images; the tag {@code latest} is left out. */
    public static final class OfImages extends Candidates {
        public OfImages(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return new Images(host)
                    .store().list().images().stream()
                            .flatMap(image -> image.names().stream())
                            .map(ImageName::shortened)
                            .toList();
        }
    }

    /** Names of images and instances. */
    public static final class OfImagesAndInstances extends Candidates {
        public OfImagesAndInstances(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return Stream.concat(new OfImages(host).names().stream(), new OfInstances(host).names().stream())
                    .distinct()
                    .toList();
        }
    }

    /** Names of contexts. */
    public static final class OfContexts extends Candidates {
        public OfContexts(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return Stream.concat(Stream.of(Contexts.LOCAL), new Contexts(host).read().contexts().keySet().stream())
                    .toList();
        }
    }

    /** Names of volumes. */
    public static final class OfVolumes extends Candidates {
        public OfVolumes(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return new Volumes(host)
                    .store().list().stream().map(StoredVolume::name).toList();
        }
    }

    /** Where there are files: roots of volumes, and of instances of this host that have volumes. */
    public static final class OfPlaces extends Candidates {
        public OfPlaces(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            Stream<String> instances = new FleetAccess(host)
                    .running().stream()
                            .flatMap(fleet -> fleet.instances().stream())
                            .filter(view -> !view.specification().volumes().isEmpty())
                            .map(InstanceView::name);
            return Stream.concat(new OfVolumes(host).names().stream(), instances)
                    .distinct()
                    .map(name -> name + ":/")
                    .toList();
        }
    }

    /** Names of commands; the same at all times. */
    public static final class OfCommands extends Candidates {
        public OfCommands(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return CommandNames.shown();
        }
    }
}
