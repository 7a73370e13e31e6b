package dev.ristretto.tools.cli;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.TokenView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Names that an argument may have, as they are when somebody presses the key for completion. Arguments refer to the subclasses. What cannot be found out has
 * no names; no daemon is started for it.
 */
abstract class Candidates implements Iterable<String> {

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
        } catch (FleetException | ImageException | Failure e) {
            return List.<String>of().iterator();
        }
    }

    final List<String> ofFleet(Function<FleetClient, List<String>> names) {
        return new FleetAccess(host).reachable().map(names).orElse(List.of());
    }

    /** Names of instances. */
    static final class OfInstances extends Candidates {
        OfInstances(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return ofFleet(
                    fleet -> fleet.instances().stream().map(InstanceView::name).toList());
        }
    }

    /** Names of services. */
    static final class OfServices extends Candidates {
        OfServices(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return ofFleet(fleet ->
                    fleet.listServices().stream().map(ServiceView::name).toList());
        }
    }

    /** Names of tokens. */
    static final class OfTokens extends Candidates {
        OfTokens(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return ofFleet(
                    fleet -> fleet.listTokens().stream().map(TokenView::name).toList());
        }
    }

    /** Names of images; the tag {@code latest} is left out. */
    static final class OfImages extends Candidates {
        OfImages(Host host) {
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
    static final class OfImagesAndInstances extends Candidates {
        OfImagesAndInstances(Host host) {
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
    static final class OfContexts extends Candidates {
        OfContexts(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return Stream.concat(Stream.of(Contexts.LOCAL), new Contexts(host).read().contexts().keySet().stream())
                    .toList();
        }
    }

    /** Names of commands; the same at all times. */
    static final class OfCommands extends Candidates {
        OfCommands(Host host) {
            super(host);
        }

        @Override
        List<String> names() {
            return Commands.shown();
        }
    }
}
