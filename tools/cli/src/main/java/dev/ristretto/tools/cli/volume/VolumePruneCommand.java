package dev.ristretto.tools.cli.volume;

import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Visible;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes volumes that nobody uses. */
@Command(
        name = "prune",
        description = {
            "Remove all volumes that nobody uses at the moment, after a question.",
            "Instances that do not run use nothing. What a command that was killed has left goes too."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto volume prune --dry-run", "  ristretto volume prune -f"})
final class VolumePruneCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--force"},
            description = "Do not ask; needed where nobody can be asked.")
    boolean force;

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    boolean dry;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    VolumePruneCommand(Host host) {
        this.host = host;
    }

    /**
     * What was removed, or would be. The names of the components are those of the JSON form.
     *
     * @param dryRun whether nothing was done
     * @param volumes names that are gone
     * @param bytes what they took of this computer's disk
     */
    private record Pruned(boolean dryRun, List<String> volumes, long bytes) {}

    @Override
    public Integer call() throws IOException {
        VolumeStore store = new Volumes(host).store();
        List<StoredVolume> all = store.list();
        Set<String> used = store.holders(all).keySet();
        List<StoredVolume> unused =
                all.stream().filter(volume -> !used.contains(volume.name())).toList();
        Map<String, Long> sizes = store.usedBytes(unused);
        List<String> removed = new ArrayList<>();
        int status = 0;
        if (dry || unused.isEmpty()) {
            unused.forEach(volume -> removed.add(volume.name()));
        } else if (force || isConfirmed(unused)) {
            List<String> names = unused.stream().map(StoredVolume::name).toList();
            status = VolumeCommand.each(host, names, name -> {
                store.remove(name);
                removed.add(name);
            });
        }
        if (!dry) {
            store.clear();
        }
        long bytes =
                removed.stream().mapToLong(name -> sizes.getOrDefault(name, 0L)).sum();
        print(new Pruned(dry, removed, bytes));
        return status;
    }

    private void print(Pruned pruned) {
        if (format.isJson()) {
            Json.print(host.output(), pruned);
            return;
        }
        pruned.volumes()
                .forEach(name -> host.output().println((dry ? "would remove " : "removed ") + Visible.line(name)));
        host.output()
                .println((dry ? "would free " : "freed ") + MemorySize.format(pruned.bytes()) + ": "
                        + pruned.volumes().size() + " volumes");
    }

    private boolean isConfirmed(List<StoredVolume> volumes) throws IOException {
        String names = volumes.stream().map(StoredVolume::name).collect(Collectors.joining(", "));
        if (!host.streams().errorsAreTerminal()) {
            throw new Failure(
                    "There is nobody to ask whether " + names
                            + " may go with all that is in them\nAdd -f if that is meant; --dry-run only says what it would be");
        }
        host.errors().print("Remove " + names + " with all that is in them? [y/N] ");
        host.errors().flush();
        BufferedReader input = new BufferedReader(new InputStreamReader(host.input(), StandardCharsets.UTF_8));
        String answer = input.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
