package dev.ristretto.tools.cli.instance;

import dev.ristretto.build.pipeline.BuildRequest;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.fleet.api.syntax.InstanceName;
import dev.ristretto.fleet.api.syntax.Labels;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.run.host.HostPorts;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.volume.VolumeUse;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.HypervisorChoice;
import dev.ristretto.tools.cli.host.ImageMemory;
import dev.ristretto.tools.cli.host.ImageTransfer;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.host.ProcessorNotice;
import dev.ristretto.tools.cli.host.Volumes;
import dev.ristretto.tools.cli.image.BuildOptionsMixin;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an image, in the foreground unless it is to be detached. */
@Command(
        name = "run",
        description = {
            "Run an image in the foreground; a path is built first if needed.",
            "The guest's console is the terminal. Ctrl-C asks the application to stop, a second one kills it.",
            "With -d it runs in the background, kept by the daemon, and its name is printed; see ps, logs, stop and rm."
        },
        footerHeading = "%nExit status:%n",
        footer = {
            "  the application's own; 1 after an uncaught exception in main",
            "  70 after a kernel panic, 71 if the instance is lost, 130 if killed by Ctrl-C",
            "  125 if ristretto itself fails",
            "",
            "Examples:",
            "  ristretto run -p 8080:8080 examples/hello-http",
            "  ristretto run shop:1.2 -m 128M -e GREETING=hello -- --verbose",
            "  ristretto run --as process -p 8080:8080 examples/hello-http",
            "  ristretto run -d --name web -p 8080:8080 --restart on-failure hello-http",
            "  ristretto run -d -p 8081:8080 --label tier=front --health http:/ hello-http"
        })
public final class RunCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            completionCandidates = Candidates.OfImages.class,
            paramLabel = "IMAGE|PATH",
            description = "NAME[:TAG] or first digits of a digest of an image in the store, or a path as for build.")
    String subject = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Arguments of the application, behind --; in place of those that the image has.")
    List<String> arguments = new ArrayList<>();

    @Mixin
    WorkloadOptions asked = new WorkloadOptions();

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "[ADDRESS:]HOST:GUEST[/udp]",
            converter = Converters.Port.class,
            description =
                    "Let a port of the host lead to one of the guest; on 127.0.0.1 unless another address is given."
                            + " May be repeated.")
    List<PublishedPort> ports = new ArrayList<>();

    @Option(
            names = "--as",
            paramLabel = "vm|process|auto",
            defaultValue = "vm",
            description = {
                "Run it as a virtual machine (default) or as a process of this Linux, locked in and at native speed;"
                        + " auto is a virtual machine where KVM works, else a process."
            })
    RunAs as = RunAs.VM;

    @Option(
            names = "--machine",
            paramLabel = "microvm|q35",
            converter = HypervisorChoice.Machine.class,
            completionCandidates = HypervisorChoice.Machine.class,
            description = "The kind of virtual computer: minimal (default) or a PC with PCI Express.")
    Optional<String> machine = Optional.empty();

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description =
                    "Write what passes the instance's network card to a file that Wireshark and tshark read (pcapng).")
    Optional<Path> capture = Optional.empty();

    @Option(
            names = "--raw",
            description = {
                "Hand the console to the terminal byte by byte, so that colours and cursors work: for applications"
                        + " that you",
                "trust. Otherwise what a terminal would obey is shown as \\u001b; files and pipes always get all bytes."
            })
    boolean raw;

    @Option(
            names = {"-d", "--detach"},
            description = "Run it in the background; it goes on when this command, the terminal or the daemon ends.")
    boolean detached;

    @Option(
            names = "--restart",
            paramLabel = "no|on-failure[:N]|always",
            converter = Converters.Restart.class,
            description = "With -d: when to start it again after it has ended by itself (default: no).")
    Optional<String> restart = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the instance; default: the image's.")
    Optional<String> name = Optional.empty();

    @Mixin
    FormatOption format = new FormatOption();

    @Option(names = "--debug", description = "Stop before the first instruction and wait for gdb; says how to attach.")
    boolean debug;

    @Option(
            names = "--debug-port",
            paramLabel = "PORT",
            defaultValue = "1234",
            description = "The port on 127.0.0.1 where --debug waits for gdb; default: 1234.")
    int debugPort = 1234;

    @Mixin
    BuildOptionsMixin buildOptions = new BuildOptionsMixin();

    private final Host host;

    RunCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (debugPort < 1 || debugPort > 65535) {
            throw new Failure("--debug-port " + debugPort + ": a port is a number from 1 to 65535");
        }
        if (detached && debug) {
            throw new Failure("--debug needs the foreground: leave -d out");
        }
        if (detached && raw) {
            throw new Failure("--raw needs the foreground: with -d, logs has it");
        }
        if (detached) {
            return runDetached();
        }
        if (restart.isPresent()) {
            throw new Failure("--restart needs -d: an instance in the foreground ends with this command");
        }
        if (format.isJson()) {
            throw new Failure(
                    "--format needs -d: in the foreground nothing is printed but what the application prints");
        }
        if (!asked.labels.isEmpty() || asked.health.isGiven()) {
            throw new Failure("--label and --health need -d: it is the daemon that looks after instances");
        }
        // Mistakes are told before an image is built, which takes minutes.
        if (as != RunAs.AUTO) {
            requireCapabilities(host.hypervisor(as.toString()));
        }
        HostPorts.requireFree(ports);
        ProcessorNotice.ofLocal(host, asked.cpus);
        List<FolderMount> folders = asked.volumes.folders();
        Image image = image();
        Hypervisor hypervisor = hypervisor(image);
        requireCapabilities(hypervisor);
        Signals signals = new Signals(System::exit);
        if (debug) {
            HostPorts.requireFree(List.of(new PublishedPort(
                    PublishedPort.DEFAULT_ADDRESS, debugPort, debugPort, PublishedPort.Protocol.TCP)));
            explainDebugger(image, hypervisor);
        } else {
            signals.take();
        }
        asked.checkVolumes(host, image, subject);
        AttachedInstance instance = start(image, hypervisor, folders);
        instance.notice().ifPresent(notice -> host.errors().println("ristretto: " + notice));
        OutputStream console = host.streams().console(raw);
        OutputStream guestErrors = host.streams().consoleErrors(raw);
        InstanceSession session = new InstanceSession(instance, host.input(), console, guestErrors, host.errors());
        if (debug) {
            // Not before: until gdb has attached and gone on, a signal ends it all.
            signals.take();
        }
        signals.deliverTo(session);
        int status = session.run();
        try {
            console.close();
            guestErrors.close();
        } catch (IOException e) {
            // Nobody reads the end of it.
        }
        return status;
    }

    private void requireCapabilities(Hypervisor hypervisor) {
        if (capture.isPresent() && !hypervisor.capabilities().contains(Capability.CAPTURE)) {
            throw new Failure("--capture: what passes the network of a " + hypervisor.name() + " cannot be captured");
        }
        if (debug && !hypervisor.capabilities().contains(Capability.DEBUGGER)) {
            throw new Failure("--debug: no debugger can attach to a " + hypervisor.name());
        }
    }

    private int runDetached() throws InterruptedException {
        if (capture.isPresent()) {
            throw new Failure("--capture is for instances in the foreground\nLeave -d or --capture out");
        }
        // Mistakes in options are told before an image is built or looked for.
        Workload workload = asked.workload(arguments);
        Labels.check(workload.labels());
        name.ifPresent(InstanceName::check);
        asked.noteProcessors(host);
        Image image = image();
        asked.checkVolumes(host, image, subject);
        Specification specification = new DetachedRun(host, image, subject)
                .specification(
                        workload,
                        options(),
                        ports.stream().map(PublishedPort::toString).toList(),
                        restart.orElse("no"))
                .runningAs(as.ofDaemon());
        FleetClient fleet = new FleetAccess(host).ensure();
        new ImageTransfer(host).bring(fleet, List.of(specification));
        InstanceView instance = fleet.createInstance(new NewInstance(name.orElse(null), specification));
        format.print(host.output(), instance, instance.name());
        return 0;
    }

    private Hypervisor hypervisor(Image image) {
        if (as != RunAs.AUTO) {
            return host.hypervisor(as.toString());
        }
        Hypervisor usual = host.hypervisor();
        Optional<String> obstacle = usual.obstacle();
        Optional<Hypervisor> other = host.hypervisors().stream()
                .filter(hypervisor -> hypervisor != usual && hypervisor.canRun(image.kernel()))
                .findFirst();
        if (obstacle.isEmpty() || other.isEmpty()) {
            return usual;
        }
        host.errors().println("ristretto: running as a " + other.get().name() + ": " + obstacle.get());
        return other.get();
    }

    private void explainDebugger(Image image, Hypervisor hypervisor) {
        if (image.debug().isEmpty()) {
            host.errors()
                    .println("ristretto: this image was built by an older ristretto and knows no names of methods;"
                            + " build it again to have them");
        }
        String commands = hypervisor.debuggerCommands().stream()
                .map(command -> " -ex '" + command + "'")
                .collect(Collectors.joining());
        host.errors()
                .println("ristretto: waiting for a debugger; attach with\n  gdb "
                        + image.debug().orElse(image.kernel()) + commands + " -ex 'target remote "
                        + PublishedPort.DEFAULT_ADDRESS + ":" + debugPort + "'");
    }

    private Image image() throws InterruptedException {
        Images images = new Images(host);
        if (images.isPath(subject)) {
            BuildRequest request = new BuildRequest(
                    Path.of(subject),
                    buildOptions.module,
                    buildOptions.mainClass,
                    Optional.empty(),
                    Optional.empty(),
                    buildOptions.parse(asked.volumes.paths()));
            return images.build(request).image();
        }
        if (buildOptions.isGiven()) {
            throw new Failure("--module, --main and --option are for building; " + subject + " is an image already");
        }
        return images.store().resolve(subject);
    }

    private AttachedInstance start(Image image, Hypervisor hypervisor, List<FolderMount> folders) {
        String instance = name.orElseGet(() -> image.names().isEmpty()
                ? image.shortDigest()
                : image.names().getFirst().path());
        try (VolumeUse use = new Volumes(host).store().use(instance)) {
            InstanceSpecification specification = specification(image, instance, asked.volumes.take(use), folders);
            new Images(host).store().requireIntact(image.digest());
            return hypervisor.start(specification);
        }
    }

    private InstanceSpecification specification(
            Image image, String instance, List<VolumeMount> mounts, List<FolderMount> folders) {
        ImageConfiguration configuration = image.configuration();
        if (asked.traceCalls && configuration.entrypoint().isEmpty()) {
            throw new Failure(
                    "--trace-calls is for programs of Linux; " + subject + " is Java, which makes no such calls");
        }
        Map<String, String> environment = new LinkedHashMap<>(configuration.environment());
        environment.putAll(asked.environment());
        try {
            return new InstanceSpecification(
                    instance,
                    image.kernel(),
                    configuration.allArguments(arguments.isEmpty() ? configuration.arguments() : arguments),
                    environment,
                    ImageMemory.choose(host, image, asked.memory),
                    asked.processors(),
                    options(),
                    ports,
                    debug ? debugPort : 0,
                    capture,
                    !host.streams().consoleIsOne(),
                    asked.hasHostAccess(),
                    VolumeMount.all(image.root(), mounts),
                    folders,
                    asked.root(),
                    image.origin().isPresent());
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(host.usualOptions());
        machine.ifPresent(value -> options.put(HypervisorChoice.MACHINE, value));
        asked.accelerator.ifPresent(value -> options.put(HypervisorChoice.ACCELERATOR, value));
        return options;
    }
}
