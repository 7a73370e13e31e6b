package dev.ristretto.run.vmm;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.RootOptions;
import dev.ristretto.abi.TemporaryPlace;
import dev.ristretto.run.host.PublishedPort;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run and in what surroundings.
 *
 * @param name name of the instance, shown in process lists
 * @param kernel the bootable ELF file
 * @param arguments arguments of the application's {@code main}
 * @param environment environment variables of the application, in this order
 * @param memoryBytes memory of the instance, in bytes
 * @param processors how many it has, from 1 to {@link CommandLine#MOST_PROCESSORS}
 * @param options what was chosen of the hypervisor's {@link HypervisorOption}s, by name; what is missing is as usual
 * @param ports ports of the guest that the host publishes
 * @param debugPort the loopback port where the instance waits for a debugger before its first instruction; 0 for none
 * @param capture the file that gets what passes its network card, in the pcapng format; needs
 *     {@link Capability#CAPTURE}
 * @param separateErrors whether what the guest writes to standard error is kept apart from its console, if it is
 *     attached
 * @param hostAccess whether it may reach the loopback interface of this host, at the address of its gateway
 * @param volumes what of its files is on disks, {@link CommandLine#MOST_VOLUMES} at most, the image's own before all
 *     others; whoever starts it holds nobody else off, but each hypervisor locks the disks
 * @param folders of this host that it sees; with the disks {@link CommandLine#MOST_VOLUMES} at most
 * @param root how its other files are
 * @param foreign whether the image comes from somebody else: nothing is known of its first instructions, so that they
 *     are only executed behind walls that this host has put up
 */
public record InstanceSpecification(
        String name,
        Path kernel,
        List<String> arguments,
        Map<String, String> environment,
        long memoryBytes,
        int processors,
        Map<String, String> options,
        List<PublishedPort> ports,
        int debugPort,
        Optional<Path> capture,
        boolean separateErrors,
        boolean hostAccess,
        List<VolumeMount> volumes,
        List<FolderMount> folders,
        RootOptions root,
        boolean foreign) {

    /**
     * Checks what every hypervisor has to hand over.
     *
     * @throws IllegalArgumentException if there is no memory or less than temporary files are to hold, there are no
     *     processors or too many, there are too many volumes, temporary files would hide a volume or the reverse, or
     *     arguments and environment cannot be handed over
     */
    public InstanceSpecification {
        if (memoryBytes <= 0) {
            throw new IllegalArgumentException("Memory must be positive, not " + memoryBytes + " bytes");
        }
        if (processors < 1 || processors > CommandLine.MOST_PROCESSORS) {
            throw new IllegalArgumentException(
                    "An instance has from 1 to " + CommandLine.MOST_PROCESSORS + " processors, not " + processors);
        }
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        options = Map.copyOf(options);
        ports = List.copyOf(ports);
        volumes = List.copyOf(volumes);
        folders = List.copyOf(folders);
        int mounts = volumes.size() + folders.size();
        if (mounts > CommandLine.MOST_VOLUMES) {
            throw new IllegalArgumentException("An instance has at most " + CommandLine.MOST_VOLUMES
                    + " disks and folders, the disk with its image's files among them, not " + mounts);
        }
        check(root, memoryBytes, volumes);
        // Whoever starts it writes this; what cannot be written is refused here, where it is made.
        CommandLine.of(environment, arguments);
    }

    private static void check(RootOptions root, long memoryBytes, List<VolumeMount> volumes) {
        long bytes = root.temporaryBytes();
        if (bytes > memoryBytes) {
            throw new IllegalArgumentException("Temporary files of " + MemorySize.format(bytes)
                    + " do not fit into the " + MemorySize.format(memoryBytes)
                    + " of memory that the instance has, half of whose heap they may take\nGive it more, by -m, or"
                    + " them less: --tmpfs PATH:SIZE");
        }
        for (TemporaryPlace place : root.temporary()) {
            for (VolumeMount volume : volumes) {
                String path = volume.place().path();
                if ((place.path() + "/").startsWith(path + "/")) {
                    throw new IllegalArgumentException("Temporary files cannot be at " + place.path()
                            + ", where the volume at " + path + " is\nGive one of them another path");
                }
            }
        }
    }

    /**
     * An image of one's own without arguments and surroundings, to which they can be added.
     *
     * @param memoryBytes memory of the instance, in bytes
     */
    public static Builder builder(String name, Path kernel, long memoryBytes) {
        return new Builder(name, kernel, memoryBytes);
    }

    /** One like this, to be changed. */
    public Builder toBuilder() {
        return new Builder(name, kernel, memoryBytes)
                .processors(processors)
                .arguments(arguments)
                .environment(environment)
                .options(options)
                .ports(ports)
                .debugPort(debugPort)
                .capture(capture)
                .separateErrors(separateErrors)
                .hostAccess(hostAccess)
                .volumes(volumes)
                .folders(folders)
                .root(root)
                .foreign(foreign);
    }

    /** Makes specifications; each method sets the component of its name. For one thread. */
    public static final class Builder {
        private final String name;
        private final Path kernel;
        private final long memoryBytes;
        private int processors = ProcessorCount.USUAL;
        private List<String> arguments = List.of();
        private Map<String, String> environment = Map.of();
        private Map<String, String> options = Map.of();
        private List<PublishedPort> ports = List.of();
        private int debugPort;
        private Optional<Path> capture = Optional.empty();
        private boolean separateErrors;
        private boolean hostAccess;
        private List<VolumeMount> volumes = List.of();
        private List<FolderMount> folders = List.of();
        private RootOptions root = RootOptions.USUAL;
        private boolean foreign;

        private Builder(String name, Path kernel, long memoryBytes) {
            this.name = name;
            this.kernel = kernel;
            this.memoryBytes = memoryBytes;
        }

        public Builder processors(int value) {
            processors = value;
            return this;
        }

        public Builder arguments(List<String> value) {
            arguments = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        public Builder options(Map<String, String> value) {
            options = value;
            return this;
        }

        public Builder ports(List<PublishedPort> value) {
            ports = value;
            return this;
        }

        public Builder debugPort(int value) {
            debugPort = value;
            return this;
        }

        public Builder capture(Optional<Path> value) {
            capture = value;
            return this;
        }

        public Builder separateErrors(boolean value) {
            separateErrors = value;
            return this;
        }

        public Builder hostAccess(boolean value) {
            hostAccess = value;
            return this;
        }

        public Builder volumes(List<VolumeMount> value) {
            volumes = value;
            return this;
        }

        public Builder folders(List<FolderMount> value) {
            folders = value;
            return this;
        }

        public Builder root(RootOptions value) {
            root = value;
            return this;
        }

        public Builder foreign(boolean value) {
            foreign = value;
            return this;
        }

        /**
         * The specification.
         *
         * @throws IllegalArgumentException if there cannot be such an instance
         */
        public InstanceSpecification build() {
            return new InstanceSpecification(
                    name,
                    kernel,
                    arguments,
                    environment,
                    memoryBytes,
                    processors,
                    options,
                    ports,
                    debugPort,
                    capture,
                    separateErrors,
                    hostAccess,
                    volumes,
                    folders,
                    root,
                    foreign);
        }
    }
}
