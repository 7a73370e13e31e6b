package dev.ristretto.tools.cli.host;

import dev.ristretto.run.vmm.ProcessorCount;
import java.util.Optional;

/** What is said where an instance is to have more processors than there are: it works, but gains nothing. */
public final class ProcessorNotice {

    private ProcessorNotice() {}

    /** Tells the user if an instance that runs on this computer is to have more processors than that. */
    public static void ofLocal(Host host, Optional<Integer> wanted) {
        wanted.flatMap(number -> text(number, Runtime.getRuntime().availableProcessors()))
                .ifPresent(line -> host.errors().println("ristretto: " + line));
    }

    /** The same for an instance that a daemon runs; of the computer of a remote one nothing is known. */
    public static void ofDaemon(Host host, Optional<Integer> wanted) {
        if (new FleetAccess(host).remoteUrl().isEmpty()) {
            ofLocal(host, wanted);
        }
    }

    /** The line, if one is needed. */
    static Optional<String> text(int wanted, int available) {
        return wanted == ProcessorCount.AUTO || wanted <= available
                ? Optional.empty()
                : Optional.of("note: --cpus " + wanted + ": this computer has " + available
                        + (available == 1 ? " processor" : " processors") + ", which they share");
    }
}
