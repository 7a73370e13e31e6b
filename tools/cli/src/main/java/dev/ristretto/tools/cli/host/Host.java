package dev.ristretto.tools.cli.host;

import dev.ristretto.run.host.XdgFolders;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorOption;
import dev.ristretto.run.vmm.provider.Hypervisors;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.TerminalStreams;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What surrounds the command line: environment, folders, standard streams, the hypervisors. Tests make their own.
 *
 * @param environment environment variables
 * @param home the folder of the installation; empty when the program was not started by the script {@code ristretto}
 * @param input standard input
 * @param streams standard output and standard error
 * @param hypervisors what runs instances, the usual one first
 */
public record Host(
        Map<String, String> environment,
        Optional<Path> home,
        InputStream input,
        TerminalStreams streams,
        List<Hypervisor> hypervisors) {

    /** The host of the running process. The system property {@code ristretto.home} names the installation. */
    public static Host current() {
        Map<String, String> environment = System.getenv();
        return new Host(
                environment,
                Optional.ofNullable(System.getProperty("ristretto.home")).map(Path::of),
                System.in,
                TerminalStreams.ofProcess(),
                Hypervisors.of(
                        environment.getOrDefault("PATH", ""),
                        XdgFolders.of(environment).cache()));
    }

    /** Standard output; what a terminal would obey or hide is shown. */
    public PrintStream output() {
        return streams.output();
    }

    /** Standard error; what a terminal would obey or hide is shown. */
    public PrintStream errors() {
        return streams.errors();
    }

    /** The hypervisor that counts unless another is asked for. */
    public Hypervisor hypervisor() {
        return hypervisors.getFirst();
    }

    /** The hypervisor of a name. */
    public Hypervisor hypervisor(String name) {
        return hypervisors.stream()
                .filter(hypervisor -> hypervisor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure("No instance can run as " + name + " here"));
    }

    /** What counts of all options of hypervisors unless something else is chosen, by name. */
    public Map<String, String> usualOptions() {
        return hypervisors.stream()
                .flatMap(hypervisor -> hypervisor.options().stream())
                .collect(Collectors.toMap(HypervisorOption::name, HypervisorOption::usual, (first, later) -> first));
    }

    /** Where images are kept: {@code $XDG_DATA_HOME/ristretto}. */
    public Path dataFolder() {
        return XdgFolders.of(environment).data();
    }

    /** Where the user's settings are: {@code $XDG_CONFIG_HOME/ristretto}. */
    Path configurationFolder() {
        return XdgFolders.of(environment).config();
    }

    /** Where what can be found out again is kept: {@code $XDG_CACHE_HOME/ristretto}. */
    public Path cacheFolder() {
        return XdgFolders.of(environment).cache();
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
}
