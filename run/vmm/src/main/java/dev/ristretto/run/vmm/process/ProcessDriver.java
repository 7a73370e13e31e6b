package dev.ristretto.run.vmm.process;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.run.host.HostPackages;
import dev.ristretto.run.host.HostPrograms;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.KernelFile;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.launch.Control;
import dev.ristretto.run.vmm.launch.Driver;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan;
import dev.ristretto.run.vmm.launch.LaunchPlan.Errors;
import dev.ristretto.run.vmm.launch.LaunchPlan.Helper;
import dev.ristretto.run.vmm.launch.LaunchPlan.ServedFolder;
import dev.ristretto.run.vmm.network.Passt;
import dev.ristretto.run.vmm.network.PasstSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plans processes of Linux that execute an image, each with a process of passt that gives it a network.
 *
 * <p>An attached instance connects to passt first and to our report channel then. A detached one has a {@link
 * Supervisor} in the place of a report channel, which nobody would serve when this process is gone.
 */
final class ProcessDriver implements Driver {

    private final String searchPath;
    private final PasstSearch networks;
    private final Walls walls;

    ProcessDriver(String searchPath, PasstSearch networks, Walls walls) {
        this.searchPath = searchPath;
        this.networks = networks;
        this.walls = walls;
    }

    @Override
    public String program() {
        return "The process";
    }

    @Override
    public LaunchPlan plan(InstanceSpecification specification, InstanceChannels channels) {
        requireLinux();
        KernelFile.prepareAsProcess(specification.kernel());
        PasstSearch.Result search = networks.find();
        Optional<Passt> passt = search.passt();
        if (passt.isEmpty() && !specification.ports().isEmpty()) {
            throw new HypervisorException(
                    "A process needs passt to publish ports: " + search.obstacle() + "\n" + search.remedy());
        }
        if (passt.isEmpty() && specification.capture().isPresent()) {
            throw new HypervisorException("There is nothing to capture: a process needs passt for a network: "
                    + search.obstacle() + "\n" + search.remedy());
        }
        if (channels instanceof InstanceChannels.Detached
                && !specification.folders().isEmpty()) {
            throw new HypervisorException("A process sees folders of this computer in the foreground alone"
                    + "\nLeave -d out, or use a volume");
        }
        boolean debugged = specification.debugPort() != 0;
        Confinement confinement = Confinement.choose(walls, specification, channels, passt.isPresent());
        return plan(
                        debugged
                                ? debugged(specification)
                                : List.of(specification.kernel().toString()),
                        debugged ? Errors.INHERIT : specification.separateErrors() ? Errors.GUEST : Errors.CONSOLE,
                        specification.memoryBytes(),
                        passt.map(Passt::fixedAddress).orElse("")
                                + specification.root().tokens()
                                + confinement.volumes(specification)
                                + commandLine(specification),
                        passt.map(known -> known.helper(specification, channels, true)),
                        confinement.noting(lonely(search)).noting(passt.flatMap(known -> Passt.notice(specification))),
                        channels)
                .serving(served(specification, channels));
    }

    /** Who starts a detached one need not be there as long as it runs. */
    static List<ServedFolder> served(InstanceSpecification specification, InstanceChannels channels) {
        List<FolderMount> folders = specification.folders();
        if (folders.isEmpty() || !(channels instanceof InstanceChannels.Attached attached)) {
            return List.of();
        }
        return IntStream.range(0, folders.size())
                .mapToObj(i -> new ServedFolder(
                        folders.get(i).folder(), folders.get(i).place().readOnly(), attached.share(i)))
                .toList();
    }

    private static Optional<String> lonely(PasstSearch.Result search) {
        return search.passt().isPresent()
                ? Optional.empty()
                : Optional.of("no network but loopback: " + search.obstacle() + ". " + search.remedy());
    }

    /**
     * The plan for a program that executes the image, without folders of this host.
     *
     * @param commandLine for the kernel, without memory and without what says where its channels are
     * @param network what listens at the channel for the network, if anything does
     * @param confinement how it is locked in
     */
    static LaunchPlan plan(
            List<String> program,
            Errors errors,
            long memoryBytes,
            String commandLine,
            Optional<Helper> network,
            Confinement confinement,
            InstanceChannels channels) {
        String memory = CommandLine.MEMORY + memoryBytes + " ";
        String networkToken = network.isPresent() ? CommandLine.NETWORK + confinement.network() + " " : "";
        List<String> command =
                Stream.concat(confinement.command().stream(), program.stream()).toList();
        return switch (channels) {
            case InstanceChannels.Attached attached ->
                new LaunchPlan(
                        command,
                        // The report channel last: once it is connected, nothing else is to be.
                        variables(
                                memory + networkToken + commandLine + " " + CommandLine.REPORT + confinement.report()),
                        errors,
                        false,
                        confinement.files(),
                        network.stream().toList(),
                        List.of(),
                        new SignalControl(channels),
                        confinement.notice());
            case InstanceChannels.Detached detached ->
                new LaunchPlan(
                        Supervisor.command(command, network.map(Helper::command), detached),
                        variables(memory + networkToken + commandLine),
                        errors,
                        false,
                        confinement.files(),
                        List.of(),
                        List.of(),
                        new SignalControl(channels),
                        confinement.notice());
        };
    }

    private static Optional<Map<String, String>> variables(String commandLine) {
        return Optional.of(Map.of(CommandLine.PROCESS_VARIABLE, commandLine));
    }

    private List<String> debugged(InstanceSpecification specification) {
        Path server = HostPrograms.find(searchPath, "gdbserver")
                .orElseThrow(() ->
                        new HypervisorException("A debugger attaches to a process through gdbserver, and it is not"
                                + " installed\n" + HostPackages.install("gdbserver")));
        String address = "127.0.0.1:" + specification.debugPort();
        // What gdbserver says is not the application's output.
        return List.of(
                server.toString(),
                "--once",
                "--no-startup-with-shell",
                address,
                specification.kernel().toString());
    }

    private static String commandLine(InstanceSpecification specification) {
        int processors = specification.processors();
        return (specification.debugPort() == 0 ? "" : CommandLine.DEBUG + " ")
                + (processors == 1 ? "" : CommandLine.PROCESSORS + processors + " ")
                + CommandLine.of(specification.environment(), specification.arguments());
    }

    private static void requireLinux() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new HypervisorException("Images run as processes on Linux with an x86-64 processor only, not on "
                    + System.getProperty("os.name") + " with " + System.getProperty("os.arch")
                    + "\nRun it as a virtual machine: --as vm");
        }
    }

    @Override
    public Control control(InstanceChannels channels) {
        return new SignalControl(channels);
    }

    @Override
    public Optional<ProcessIdentity> find(RunFiles files) {
        return Supervisor.find(files);
    }
}
