package dev.ristretto.tools.cli.volume;

import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.volume.CheckReport;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Visible;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Data that outlives instances. */
@Command(
        name = "volume",
        description = {
            "Disks that outlive instances.",
            "A volume is an ext4 file system in a file of this computer and never goes with an instance.",
            "It has one writer at a time, or none and many readers."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {VolumeExportCommand.class, VolumeImportCommand.class, VolumePruneCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto volume create data --size 10G", "  ristretto volume snapshot data data-monday"})
public final class VolumeCommand implements Runnable {

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    VolumeCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The name, or as JSON everything. */
    static void print(Host host, FormatOption format, StoredVolume volume) {
        VolumeStore store = new Volumes(host).store();
        format.print(host.output(), VolumeView.of(store, List.of(volume)).getFirst(), volume.name());
    }

    @Command(
            name = "create",
            description = {
                "Make a volume with an empty file system.",
                "Its file takes only what is written to it; the size is a limit."
            },
            footer = {"", "Example: ristretto volume create data --size 10G"})
    int create(
            @Mixin NewVolumeName volume,
            @Option(
                            names = "--size",
                            paramLabel = "SIZE",
                            defaultValue = "1G",
                            converter = Converters.Memory.class,
                            description =
                                    "How much it can hold, from 8M to 16T; a plain number counts MiB (default: 1G).")
                    long size,
            @Mixin FormatOption format) {
        print(host, format, new Volumes(host).store().create(volume.name, size));
        return 0;
    }

    @Command(
            name = "ls",
            description = "List the volumes. USED is what they take of this computer's disk.",
            footer = {"", "Example: ristretto volume ls --format json"})
    int list(@Mixin FormatOption format) {
        VolumeStore store = new Volumes(host).store();
        List<VolumeView> views = VolumeView.of(store, store.list());
        format.print(host.output(), views, VolumeView.table(views));
        return 0;
    }

    @Command(
            name = "inspect",
            description = "Show what is known about volumes.",
            footer = {"", "Example: ristretto volume inspect data --format json"})
    int inspect(
            @Parameters(
                            arity = "1..*",
                            completionCandidates = Candidates.OfVolumes.class,
                            paramLabel = "NAME",
                            description = "Names of volumes.")
                    List<String> names,
            @Mixin FormatOption format) {
        VolumeStore store = new Volumes(host).store();
        List<StoredVolume> volumes = new ArrayList<>();
        int status = each(host, names, name -> volumes.add(store.get(name)));
        List<VolumeView> views = VolumeView.of(store, volumes);
        if (format.isJson()) {
            Json.print(host.output(), views);
        } else {
            for (int i = 0; i < views.size(); i++) {
                host.output().print(i == 0 ? "" : "\n");
                views.get(i).details().print(host.output());
            }
        }
        return status;
    }

    @Command(
            name = "rm",
            description = "Remove volumes with all that is in them. One that is in use stays.",
            footer = {"", "Example: ristretto volume rm data"})
    int remove(
            @Parameters(
                            arity = "1..*",
                            completionCandidates = Candidates.OfVolumes.class,
                            paramLabel = "NAME",
                            description = "Names of volumes.")
                    List<String> names,
            @Mixin FormatOption format) {
        VolumeStore store = new Volumes(host).store();
        List<String> removed = new ArrayList<>();
        int status = each(host, names, name -> {
            store.remove(name);
            removed.add(name);
            if (!format.isJson()) {
                host.output().println(Visible.line(name));
            }
        });
        if (format.isJson()) {
            Json.print(host.output(), removed);
        }
        return status;
    }

    /** Does the same to several volumes; one that fails does not hinder the others. The exit status. */
    public static int each(Host host, List<String> names, Consumer<String> action) {
        int status = 0;
        for (String name : new LinkedHashSet<>(names)) {
            try {
                action.accept(name);
            } catch (VolumeException e) {
                host.errors().println("ristretto: " + e.getMessage());
                status = ExitStatus.FAILURE;
            }
        }
        return status;
    }

    @Command(
            name = "snapshot",
            description = {
                "Make a volume that is a copy of another one as it is now.",
                "Nobody may be writing to that. Where this computer's file system can, both share what they have in common."
            },
            footer = {"", "Example: ristretto volume snapshot data data-monday"})
    int snapshot(
            @Mixin VolumeName volume,
            @Parameters(index = "1", paramLabel = "SNAPSHOT", description = "What to call the copy.") String snapshot,
            @Mixin FormatOption format) {
        print(
                host,
                format,
                new Volumes(host)
                        .slowly(
                                "Copying " + volume.name,
                                "interrupted; nothing is left of " + snapshot,
                                store -> store.snapshot(volume.name, snapshot)));
        return 0;
    }

    /**
     * What a check has found. The names of the components are those of the JSON form.
     *
     * @param name of the volume
     * @param sound whether there is no fault
     * @param files all but directories
     * @param directories the root included
     * @param usedBytes of the file system
     * @param bytes all that it has
     * @param faults each in a line
     */
    private record Checked(
            String name,
            boolean sound,
            long files,
            long directories,
            long usedBytes,
            long bytes,
            List<String> faults) {}

    @Command(
            name = "check",
            description = {
                "Read everything in a volume and tell what cannot be as it is.",
                "Ends with status 1 if there is something. What an instance that was killed has left in the journal is",
                "brought to its place before. Nobody may be writing to the volume."
            },
            footer = {"", "Example: ristretto volume check data"})
    int check(@Mixin VolumeName volume, @Mixin FormatOption format) {
        String name = volume.name;
        CheckReport report = new Volumes(host)
                .slowly("Reading " + name, "interrupted before all was read", store -> store.check(name));
        if (format.isJson()) {
            Json.print(
                    host.output(),
                    new Checked(
                            name,
                            report.sound(),
                            report.files(),
                            report.directories(),
                            report.usedBytes(),
                            report.bytes(),
                            report.faults()));
        } else if (report.sound()) {
            host.output()
                    .println(name + " is sound: " + report.files() + " files, " + report.directories()
                            + " directories, " + MemorySize.format(report.usedBytes()) + " of "
                            + MemorySize.format(report.bytes()) + " used");
        } else {
            report.faults().forEach(fault -> host.output().println(Visible.line(name + ": " + fault)));
        }
        return report.sound() ? 0 : 1;
    }
}
