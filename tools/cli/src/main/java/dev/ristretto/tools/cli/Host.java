package dev.ristretto.tools.cli;

import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.KernelFile;
import dev.ristretto.run.vmm.process.Processes;
import dev.ristretto.run.vmm.qemu.Qemu;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds the command line: environment, folders, standard streams, the hypervisors. Tests make their own.
 *
 * @param environment environment variables
 * @param home the folder of the installation; empty when the program was not started by the script {@code ristretto}
 * @param input standard input
 * @param output standard output
 * @param errors standard error
 * @param hypervisor what runs instances as virtual machines
 * @param processes what runs instances as processes
 */
record Host(
        Map<String, String> environment,
        Optional<Path> home,
        InputStream input,
        PrintStream output,
        PrintStream errors,
        Hypervisor hypervisor,
        Hypervisor processes) {

    /** The host of the running process. The system property {@code ristretto.home} names the installation. */
    static Host current() {
        Map<String, String> environment = System.getenv();
        Path cache = folder(environment, "XDG_CACHE_HOME", ".cache");
        return new Host(
                environment,
                Optional.ofNullable(System.getProperty("ristretto.home")).map(Path::of),
                System.in,
                System.out,
                System.err,
                new Qemu(environment.getOrDefault("PATH", ""), cache),
                new Processes(environment.getOrDefault("PATH", "")));
    }

    /** Whether this bootable file can run as a process. */
    boolean canRunAsProcess(Path kernel) {
        return KernelFile.canBeProcess(kernel);
    }

    /** Where images are kept: {@code $XDG_DATA_HOME/ristretto}. */
    Path dataFolder() {
        return folder(environment, "XDG_DATA_HOME", ".local/share");
    }

    /** Where the user's settings are: {@code $XDG_CONFIG_HOME/ristretto}. */
    Path configurationFolder() {
        return folder(environment, "XDG_CONFIG_HOME", ".config");
    }

    /** Where what can be found out again is kept: {@code $XDG_CACHE_HOME/ristretto}. */
    Path cacheFolder() {
        return folder(environment, "XDG_CACHE_HOME", ".cache");
    }

    /**
     * The folder of the installation.
     *
     * @throws Failure if there is none
     */
    Path requireHome() {
        return home.orElseThrow(
                () -> new Failure("There is no installation: start ristretto by its script, or set -Dristretto.home"));
    }

    /** XDG Base Directory Specification: a relative path in the variable counts as unset. */
    private static Path folder(Map<String, String> environment, String variable, String underHome) {
        String value = environment.getOrDefault(variable, "");
        Path base = value.startsWith("/")
                ? Path.of(value)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), underHome);
        return base.resolve("ristretto");
    }
}
