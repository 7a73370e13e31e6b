package dev.ristretto.run.vmm.network;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.run.host.HostConnectivity;
import dev.ristretto.run.host.HostPackages;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.host.PublishedPort.Protocol;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan.Helper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program passt, which connects an instance's Ethernet frames to sockets of the host, without privileges
 * (passt(1)).
 *
 * <p>The guest sees what QEMU's user network shows it: it is 10.0.2.15, its gateway is 10.0.2.2, and 10.0.2.3 answers
 * for names. The gateway is the host's loopback interface only where access to the host was asked for.
 *
 * @param program the executable
 * @param host how the host is connected
 * @param root whether the caller is root, of whom passt would make nobody
 */
public record Passt(Path program, HostConnectivity host, boolean root) {

    /** Name of the program, and of Debian's package. */
    public static final String NAME = "passt";

    private static final String GUEST = "10.0.2.15";
    private static final String PREFIX = "24";
    private static final String GATEWAY = "10.0.2.2";
    private static final String RESOLVER = "10.0.2.3";

    /** Of the gateway; passt takes that of the interface otherwise, and tunnels have none. */
    private static final String GATEWAY_HARDWARE = "9a:55:9a:55:9a:55";

    /** How to get it. */
    static String remedy() {
        return HostPackages.install(NAME);
    }

    /**
     * The command that serves one instance, which connects to the channel for its network, and ends with it.
     *
     * @throws HypervisorException if a port is to be published that only a guest with access to the host can answer at
     */
    public List<String> command(InstanceSpecification specification, InstanceChannels channels) {
        List<String> command = begin();
        if (!specification.hostAccess()) {
            specification.ports().forEach(Passt::requireAnswers);
            command.add("--no-map-gw");
        }
        command.addAll(List.of("--dns-forward", RESOLVER));
        command.addAll(forwarding("-t", specification.ports(), Protocol.TCP));
        command.addAll(forwarding("-u", specification.ports(), Protocol.UDP));
        if (specification.capture().isPresent() && channels instanceof InstanceChannels.Attached attached) {
            command.addAll(List.of("--pcap", attached.capture().toString()));
        }
        command.addAll(List.of("--socket", channels.network().toString()));
        return command;
    }

    /** The command that serves nobody in particular and publishes nothing. */
    List<String> idle(Path socket) {
        List<String> command = begin();
        command.addAll(List.of("-t", "none", "-u", "none", "--socket", socket.toString()));
        return command;
    }

    private List<String> begin() {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--foreground", "--quiet", "--one-off"));
        if (root) {
            command.addAll(List.of("--runas", "0"));
        }
        command.addAll(List.of("-4", "-a", GUEST, "-n", PREFIX, "-g", GATEWAY, "-M", GATEWAY_HARDWARE));
        if (!host.routed()) {
            // It wants an interface to go out by. What is published works with any.
            command.addAll(List.of("-i", "lo"));
        }
        return command;
    }

    private static List<String> forwarding(String option, List<PublishedPort> ports, Protocol protocol) {
        List<String> options = new ArrayList<>();
        for (PublishedPort port : ports) {
            if (port.protocol() == protocol) {
                options.add(option);
                options.add(port.address() + "/" + port.hostPort() + ":" + port.guestPort());
            }
        }
        return options.isEmpty() ? List.of(option, "none") : options;
    }

    /**
     * As a program beside an attached instance.
     *
     * @param patient whether the instance itself waits until somebody listens
     */
    public Helper helper(InstanceSpecification specification, InstanceChannels channels, boolean patient) {
        return new Helper(
                NAME,
                command(specification, channels),
                patient ? Optional.empty() : Optional.of(channels.network()),
                "Run without it by taking passt off the PATH");
    }

    /**
     * What the command line of a guest has to say of its network, with a space behind it. It need not ask by DHCP: so
     * it has its address as soon as it has its card, and what was sent to it before does not go astray.
     */
    public String fixedAddress() {
        String resolvers = host.nameServers().isEmpty() ? RESOLVER : String.join(",", host.nameServers());
        return CommandLine.ADDRESS + GUEST + "/" + PREFIX + "," + GATEWAY + "," + resolvers + " ";
    }

    /** What comes of a specification that may surprise, in one line; empty if nothing. */
    public static Optional<String> notice(InstanceSpecification specification) {
        return !specification.hostAccess()
                        && specification.ports().stream()
                                .anyMatch(port -> port.protocol() == Protocol.UDP
                                        && port.address().equals(PublishedPort.EVERY_ADDRESS))
                ? Optional.of("published UDP ports do not answer at 127.0.0.1 without --host-access, only at other"
                        + " addresses of this computer")
                : Optional.empty();
    }

    /**
     * Datagrams from the host's loopback interface come to a guest from the gateway, and passt (2023-03-09) brings the
     * answers back only where the gateway is that interface as a whole, with all that listens there.
     */
    private static void requireAnswers(PublishedPort port) {
        if (port.protocol() == Protocol.UDP && port.isLoopback()) {
            throw new HypervisorException("The UDP port " + port
                    + " would not answer: passt answers on the loopback interface only for guests that reach"
                    + " everything there\nPublish it on another address of this computer, or give the guest that access:"
                    + " --host-access");
        }
    }
}
