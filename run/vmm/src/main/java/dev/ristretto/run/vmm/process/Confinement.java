package dev.ristretto.run.vmm.process;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.vmm.confine.Disk;
import dev.ristretto.run.vmm.confine.GrantedWall;
import dev.ristretto.run.vmm.confine.Wall;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.confine.Walls.Channel;
import dev.ristretto.run.vmm.confine.Walls.Start;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an image is locked in before its first instruction. Behind that it locks itself in once more, if it is honest.
 *
 * @param command what stands before the path of the image
 * @param files what has to be there for that
 * @param handsDisks whether the image finds its disks open, from descriptor 3 on
 * @param report where the image finds the report channel
 * @param network where the image finds its network
 * @param notice which wall is missing, in one line; empty if none is
 */
record Confinement(
        List<String> command,
        Map<Path, byte[]> files,
        boolean handsDisks,
        Path report,
        Path network,
        Optional<String> notice) {

    /** The descriptor of the first disk. */
    private static final int FIRST_DISK = 3;

    private static final Path INSIDE = Path.of("/channels");

    /** None: the image finds all where it is. */
    static Confinement none(InstanceChannels channels, Optional<String> notice) {
        return new Confinement(List.of(), Map.of(), false, channels.report(), channels.network(), notice);
    }

    /**
     * The best that this host grants.
     *
     * @param networked whether somebody will listen at the channel for the network
     * @throws HypervisorException if an image of somebody else could not be locked in
     */
    static Confinement choose(
            Walls walls, InstanceSpecification specification, InstanceChannels channels, boolean networked) {
        if (specification.debugPort() != 0) {
            requireOwn(specification, "a debugger could not look into it");
            return none(channels, Optional.empty());
        }
        GrantedWall granted = walls.granted();
        Optional<String> notice = granted.obstacle().map(reason -> describe(granted.wall()) + ": " + reason);
        if (granted.wall() != Wall.WHOLE) {
            requireOwn(specification, granted.obstacle().orElse("this host grants no walls"));
        }
        if (granted.wall() == Wall.NONE) {
            return none(channels, notice);
        }
        boolean whole = granted.wall() == Wall.WHOLE;
        Start start = walls.ofProcess(
                granted.wall(),
                channels.script(),
                specification.kernel().toAbsolutePath(),
                disks(specification),
                whole ? shares(channels, networked) : List.of(),
                specification.memoryBytes(),
                specification.processors());
        return new Confinement(
                start.command(),
                Map.of(start.file(), start.script()),
                true,
                whole ? INSIDE.resolve(channels.report().getFileName()) : channels.report(),
                whole ? INSIDE.resolve(channels.network().getFileName()) : channels.network(),
                notice);
    }

    private static List<Disk> disks(InstanceSpecification specification) {
        return specification.volumes().stream()
                .map(volume -> new Disk(volume.file(), volume.place().readOnly()))
                .toList();
    }

    /** The tokens of the command line that say where the volumes and folders of an image are. */
    String volumes(InstanceSpecification specification) {
        StringBuilder line = new StringBuilder(VolumePlace.tokens(
                CommandLine.VOLUME, specification.volumes().stream().map(VolumeMount::place)));
        int descriptor = FIRST_DISK;
        for (VolumeMount volume : specification.volumes()) {
            String disk = handsDisks
                    ? String.valueOf(descriptor++)
                    : CommandLine.encode(volume.file().toString());
            line.append(CommandLine.DISK).append(disk).append(' ');
        }
        line.append(VolumePlace.tokens(
                CommandLine.FOLDER, specification.folders().stream().map(FolderMount::place)));
        for (int i = 0; i < specification.folders().size(); i++) {
            String socket = report.resolveSibling(InstanceChannels.Attached.shareName(i))
                    .toString();
            line.append(CommandLine.SHARE).append(CommandLine.encode(socket)).append(' ');
        }
        return line.toString();
    }

    /** The same with more to say. */
    Confinement noting(Optional<String> other) {
        return new Confinement(command, files, handsDisks, report, network, LaunchPlan.notice(other, notice));
    }

    /** A detached image reports to nobody. */
    private static List<Channel> shares(InstanceChannels channels, boolean networked) {
        return switch (channels) {
            case InstanceChannels.Attached attached -> List.of(new Channel(attached.folder(), INSIDE, true));
            case InstanceChannels.Detached detached ->
                networked
                        ? List.of(new Channel(
                                detached.network(),
                                INSIDE.resolve(detached.network().getFileName()),
                                false))
                        : List.of();
        };
    }

    static String describe(Wall wall) {
        return switch (wall) {
            case WHOLE -> "locked in before its first instruction";
            case CALLS ->
                "its system calls are limited before its first instruction, but it keeps this host's files in"
                        + " sight until it locks itself in";
            case NONE -> "nothing locks it in but itself";
        };
    }

    private static void requireOwn(InstanceSpecification specification, String reason) {
        if (specification.foreign()) {
            throw new HypervisorException("This image comes from somebody else and is no process of this host, because"
                    + " it cannot be locked in before its first instruction: " + reason
                    + "\nRun it as a virtual machine: --as vm");
        }
    }
}
