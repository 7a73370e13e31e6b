package dev.ristretto.run.vmm.process;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.run.vmm.Finding;
import dev.ristretto.run.vmm.HostPorts;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.KernelFile;
import dev.ristretto.run.vmm.child.HostPackages;
import dev.ristretto.run.vmm.child.HostPrograms;
import dev.ristretto.run.vmm.child.Lifeline;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs instances as processes of Linux, at native speed. Machine and accelerator of a specification mean nothing here. Safe for
 * use by several threads.
 */
public final class Processes implements Hypervisor {

    private final String searchPath;

    /**
     * Prepares without looking at the host yet.
     *
     * @param searchPath folders to look for passt in, separated by colons, as in the variable {@code PATH}
     */
    public Processes(String searchPath) {
        this.searchPath = searchPath;
    }

    @Override
    public Instance start(InstanceSpecification specification) {
        requireLinux();
        KernelFile.requireCurrent(specification.kernel());
        KernelFile.prepareAsProcess(specification.kernel());
        Optional<Path> passt = Passt.find(searchPath);
        if (passt.isEmpty() && !specification.ports().isEmpty()) {
            throw new HypervisorException(
                    "A process needs passt to publish ports, and it is not installed\n" + Passt.remedy());
        }
        HostPorts.requireFree(specification.ports());
        Optional<String> notice = passt.isPresent()
                ? Optional.empty()
                : Optional.of("no network but loopback: passt is not installed. " + Passt.remedy());
        return ProcessInstance.start(
                program(specification),
                socket -> {
                    if (passt.isEmpty()) {
                        return Optional.empty();
                    }
                    ProcessBuilder builder = new ProcessBuilder(
                                    Passt.command(passt.get(), socket, specification.ports(), isRoot()))
                            .redirectOutput(Redirect.DISCARD);
                    return Optional.of(Lifeline.start(builder, "passt"));
                },
                tokens -> commandLine(specification, tokens),
                notice);
    }

    private ProcessBuilder program(InstanceSpecification specification) {
        String kernel = specification.kernel().toString();
        if (specification.debugPort() == 0) {
            return new ProcessBuilder(kernel).redirectErrorStream(true);
        }
        Path server = HostPrograms.find(searchPath, "gdbserver")
                .orElseThrow(() ->
                        new HypervisorException("A debugger attaches to a process through gdbserver, and it is not"
                                + " installed\n" + HostPackages.install("gdbserver")));
        String address = "127.0.0.1:" + specification.debugPort();
        // What gdbserver says is not the application's output.
        return new ProcessBuilder(server.toString(), "--once", "--no-startup-with-shell", address, kernel)
                .redirectError(Redirect.INHERIT);
    }

    static String commandLine(InstanceSpecification specification, String tokens) {
        return CommandLine.MEMORY + specification.memoryBytes() + " " + tokens
                + (specification.debugPort() == 0 ? "" : " " + CommandLine.DEBUG) + " "
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

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public List<Finding> examine() {
        return List.of(Passt.find(searchPath)
                .map(path -> Finding.ok("passt", path.toString()))
                .orElseGet(() -> Finding.warning(
                        "passt", "not installed: instances run as processes have no network", Passt.remedy())));
    }
}
