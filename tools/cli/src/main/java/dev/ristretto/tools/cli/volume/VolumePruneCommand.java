package dev.ristretto.tools.cli.volume;

import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes volumes that nobody uses. */
@Command(
        name = "prune",
        description = {
            "Remove all volumes that nobody uses at the moment and no service names, after a question.",
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
        UnusedVolumes unused = UnusedVolumes.find(host);
        List<String> removed = new ArrayList<>();
        int status = 0;
        if (dry) {
            removed.addAll(unused.names());
        } else if (force || unused.mayGo()) {
            status = unused.remove(removed);
        }
        print(new Pruned(dry, removed, unused.bytes(removed)));
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
}
