package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Visible;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What completion scripts ask for names that come and go. */
@Command(name = "__names", hidden = true, description = "Print names, for completion scripts.")
final class NamesCommand implements Runnable {

    /** The names that there are. */
    enum Kind {
        INSTANCES,
        SERVICES,
        TOKENS,
        IMAGES,
        SUBJECTS,
        CONTEXTS,
        VOLUMES,
        PLACES
    }

    @Parameters(paramLabel = "KIND", description = "Names of what.")
    Kind kind = Kind.INSTANCES;

    private final Host host;

    NamesCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        Candidates candidates = switch (kind) {
            case INSTANCES -> new Candidates.OfInstances(host);
            case SERVICES -> new Candidates.OfServices(host);
            case TOKENS -> new Candidates.OfTokens(host);
            case IMAGES -> new Candidates.OfImages(host);
            case SUBJECTS -> new Candidates.OfImagesAndInstances(host);
            case CONTEXTS -> new Candidates.OfContexts(host);
            case VOLUMES -> new Candidates.OfVolumes(host);
            case PLACES -> new Candidates.OfPlaces(host);
        };
        candidates.forEach(name -> {
            // A shell splits words where lines end, and what cannot be seen cannot be chosen.
            if (Visible.line(name).equals(name)) {
                host.output().println(name);
            }
        });
    }
}
