package dev.ristretto.tools.cli.instance;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.LinuxImage;
import dev.ristretto.abi.RootOptions;
import dev.ristretto.abi.TemporaryPlace;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.image.model.Image;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.run.vmm.TemporaryFiles;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.HypervisorChoice;
import dev.ristretto.tools.cli.host.ProcessorNotice;
import dev.ristretto.tools.cli.terminal.Converters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an image is run with, wherever it runs. */
public final class WorkloadOptions {

    @Option(
            names = {"-e", "--env"},
            paramLabel = "KEY=VALUE",
            converter = Converters.Variable.class,
            description = "An environment variable of the application. May be repeated.")
    List<Converters.Variable.Value> variables = new ArrayList<>();

    @Option(
            names = {"-D", "--property"},
            paramLabel = "KEY=VALUE",
            converter = Converters.Property.class,
            description = "A system property of a Java application. May be repeated.")
    List<Converters.Variable.Value> properties = new ArrayList<>();

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "SIZE",
            converter = Converters.Memory.class,
            description =
                    "Memory of an instance, such as 64M (a plain number counts MiB); default: 64M, more if the image"
                            + " needs it.")
    Optional<Long> memory = Optional.empty();

    @Option(
            names = "--cpus",
            paramLabel = "N|auto",
            converter = Converters.ProcessorNumber.class,
            description = "Processors of an instance, from 1 to 64, or auto for as many as its host has; default: 1.")
    Optional<Integer> cpus = Optional.empty();

    @Option(
            names = "--trace-calls",
            description = "Tell each system call of a program of Linux, with arguments and result, on standard error.")
    boolean traceCalls;

    @Option(
            names = "--accel",
            paramLabel = "auto|kvm|tcg",
            converter = HypervisorChoice.Accelerator.class,
            completionCandidates = HypervisorChoice.Accelerator.class,
            description = "How the processor is provided: by KVM, emulated, or by KVM where that works (default).")
    Optional<String> accelerator = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            converter = Converters.Label.class,
            description = "Something by which the daemon finds it, besides its name. May be repeated.")
    List<Converters.Variable.Value> labels = new ArrayList<>();

    @Option(
            names = "--host-access",
            negatable = true,
            description =
                    "Let it reach the services on the host's loopback interface, at 10.0.2.2; default: it does not.")
    Optional<Boolean> hostAccess = Optional.empty();

    @Option(
            names = "--tmpfs",
            paramLabel = "PATH[:SIZE]",
            converter = Converters.Temporary.class,
            description =
                    "Have files in memory at a path, such as /tmp:64M; default: half of what the root may hold. May be"
                            + " repeated.")
    List<TemporaryPlace> temporary = new ArrayList<>();

    @Option(
            names = "--read-only",
            negatable = true,
            description = "Let it change no files but those in volumes and --tmpfs; /dev can be written to.")
    Optional<Boolean> readOnly = Optional.empty();

    @Mixin
    HealthOptions health = new HealthOptions();

    @Mixin
    VolumeOptions volumes = new VolumeOptions();

    /** How the processor is provided, if that was said. */
    public Optional<String> accelerator() {
        return accelerator;
    }

    /** How many processors an instance has that is started here and now. */
    int processors() {
        return ProcessorCount.resolve(cpus.orElse(ProcessorCount.USUAL));
    }

    /** Tells the user if instances of the daemon are to have more processors than its computer. */
    public void noteProcessors(Host host) {
        ProcessorNotice.ofDaemon(host, cpus);
    }

    /** Whether it may reach the host's loopback interface. */
    boolean hasHostAccess() {
        return hostAccess.orElse(false);
    }

    /** Whether it is to be asked by HTTP how it is. */
    public boolean isCheckedByHttp() {
        return health.check.filter(check -> check.startsWith("http:")).isPresent();
    }

    /** Variables and properties, which go the same way. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(Converters.Variable.values(
                Stream.concat(variables.stream(), properties.stream()).toList()));
        if (traceCalls) {
            environment.put(CommandLine.PROPERTY + LinuxImage.TRACE, "true");
        }
        return environment;
    }

    /**
     * What was asked for.
     *
     * @param arguments of the application, which a command has behind its own
     */
    public Workload workload(List<String> arguments) {
        return new Workload(
                arguments.isEmpty() ? Optional.empty() : Optional.of(arguments),
                environment(),
                memory,
                cpus,
                Converters.Variable.values(labels),
                health.parse(),
                hostAccess,
                volumes.texts(),
                temporary.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                temporary.stream().map(TemporaryFiles::format).toList()),
                readOnly);
    }

    /** How the files are that are in no volume. */
    RootOptions root() {
        return new RootOptions(readOnly.orElse(false), temporary);
    }

    /**
     * Checks that an image can have the volumes that are asked for, and says what of its files will not last.
     *
     * @param name what the user called the image
     */
    public void checkVolumes(Host host, Image image, String name) {
        volumes.check(host, image, name);
    }
}
