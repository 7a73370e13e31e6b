package dev.ristretto.tools.cli.volume;

import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The volumes that nobody uses at the moment and that are kept for no service. */
public final class UnusedVolumes {

    private final Host host;
    private final VolumeStore store;
    private final List<String> names;
    private final Map<String, Long> sizes;

    private UnusedVolumes(Host host, VolumeStore store, List<StoredVolume> unused) {
        this.host = host;
        this.store = store;
        this.names = unused.stream().map(StoredVolume::name).toList();
        this.sizes = store.usedBytes(unused);
    }

    /** Those of a host now. */
    public static UnusedVolumes find(Host host) {
        VolumeStore store = new Volumes(host).store();
        List<StoredVolume> all = store.list();
        Set<String> needed = new HashSet<>(store.holders(all).keySet());
        needed.addAll(store.keptFor(all).keySet());
        return new UnusedVolumes(
                host,
                store,
                all.stream().filter(volume -> !needed.contains(volume.name())).toList());
    }

    /** What they are called. */
    public List<String> names() {
        return names;
    }

    /** What some of them take of this computer's disk. */
    public long bytes(List<String> some) {
        return some.stream().mapToLong(name -> sizes.getOrDefault(name, 0L)).sum();
    }

    /**
     * Asks the user whether they may go.
     *
     * @throws Failure if there is nobody to ask
     */
    public boolean mayGo() throws IOException {
        if (names.isEmpty()) {
            return true;
        }
        String all = String.join(", ", names);
        if (!host.streams().errorsAreTerminal()) {
            throw new Failure(
                    "There is nobody to ask whether " + all
                            + " may go with all that is in them\nAdd -f if that is meant; --dry-run only says what it would be");
        }
        host.errors().print("Remove " + all + " with all that is in them? [y/N] ");
        host.errors().flush();
        BufferedReader input = new BufferedReader(new InputStreamReader(host.input(), StandardCharsets.UTF_8));
        String answer = input.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    /**
     * Removes them, and what killed commands have left of volumes.
     *
     * @param removed gets the names of those that are gone
     * @return the exit status
     */
    public int remove(List<String> removed) {
        int status = VolumeCommand.each(host, names, name -> {
            store.remove(name);
            removed.add(name);
        });
        store.clear();
        return status;
    }
}
