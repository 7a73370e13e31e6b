package dev.ristretto.tools.cli.image;

import dev.ristretto.build.pipeline.CacheFolder;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.image.store.PrunedImages;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.volume.UnusedVolumes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What ristretto takes of the disk. */
@Command(
        name = "system",
        description = "What ristretto takes of this computer's disk, and how to get some of it back.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto system df", "  ristretto system prune --dry-run"})
public final class SystemCommand implements Runnable {

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    SystemCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "df",
            description = {
                "Show what images, results of builds, consoles, the database and volumes take, and how much of it is used by",
                "nobody. RECLAIMABLE of images is what 'system prune --all' deletes; files that several images need count once.",
                "Volumes are never reclaimed by themselves: 'volume prune' removes those that nobody uses."
            },
            footer = {"", "Example: ristretto system df --format json"})
    int usage(@Mixin FormatOption format) throws IOException {
        List<DiskUsage> usages = DiskUsage.of(
                new Images(host).store(),
                new CacheFolder(host.cacheFolder()),
                FleetFolders.of(host.dataFolder()),
                new Volumes(host).store());
        format.print(host.output(), usages, DiskUsage.table(usages));
        return 0;
    }

    /**
     * What was deleted, or would be. The names of the components are those of the JSON form.
     *
     * @param dryRun whether nothing was done
     * @param images names that are gone, and their images with them
     * @param files files of the store
     * @param builds results of builds
     * @param volumes names of volumes that are gone
     * @param bytes all together
     */
    private record Freed(
            boolean dryRun, List<String> images, int files, int builds, List<String> volumes, long bytes) {}

    @Command(
            name = "prune",
            description = {
                "Delete what nobody uses: results of builds, which the next build of the same makes again, and files that no",
                "image needs. What an instance or a service uses stays, whether it runs or not. A compiler that waits for the",
                "next build ends. Volumes stay unless --volumes asks for those that nobody uses and no service names."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  ristretto system prune", "  ristretto system prune --all --volumes --dry-run"})
    int prune(
            @Option(
                            names = {"-a", "--all"},
                            description = "Also images that no instance and no service uses.")
                    boolean all,
            @Option(
                            names = "--volumes",
                            description = "Also volumes that nobody uses and no service names, after a question.")
                    boolean withVolumes,
            @Option(
                            names = {"-f", "--force"},
                            description = "With --volumes: do not ask; needed where nobody can be asked.")
                    boolean force,
            @Option(names = "--dry-run", description = "Only say what would be deleted.") boolean dry,
            @Mixin FormatOption format)
            throws IOException {
        UnusedVolumes unused = UnusedVolumes.find(host);
        // Before anything goes.
        boolean volumesToo = withVolumes && (dry || force || unused.mayGo());
        List<String> volumes = new ArrayList<>(volumesToo && dry ? unused.names() : List.of());
        int status = volumesToo && !dry ? unused.remove(volumes) : 0;
        ImageStore store = new Images(host).store();
        PrunedImages images = store.prune(all, dry);
        CacheFolder builds = new CacheFolder(host.cacheFolder());
        CacheFolder.Usage space = dry ? builds.usage() : builds.prune();
        Freed freed = new Freed(
                dry,
                images.names().stream().map(ImageName::toString).toList(),
                images.files(),
                space.count(),
                volumes,
                images.bytes() + space.bytes() + unused.bytes(volumes));
        if (format.isJson()) {
            Json.print(host.output(), freed);
            return status;
        }
        Stream.concat(freed.images().stream(), freed.volumes().stream())
                .forEach(name -> host.output().println((dry ? "would remove " : "removed ") + name));
        host.output()
                .println((dry ? "would free " : "freed ") + MemorySize.format(freed.bytes()) + ": " + freed.files()
                        + " files of images, " + freed.builds() + " results of builds"
                        + (withVolumes ? ", " + freed.volumes().size() + " volumes" : ""));
        if (!withVolumes && !unused.names().isEmpty()) {
            host.output()
                    .println(unused.names().size() + " volumes that nobody uses stay; --volumes removes those too");
        }
        return status;
    }
}
