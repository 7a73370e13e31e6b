package dev.ristretto.run.vmm.process;

import dev.ristretto.run.host.HostPackages;
import dev.ristretto.run.host.HostPrograms;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.host.PublishedPort.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program passt, which connects an instance's Ethernet frames to sockets of the host, without privileges
 * (passt(1)).
 *
 * <p>The guest sees what QEMU's user network shows it: it is 10.0.2.15, the host is 10.0.2.2.
 */
final class Passt {

    static final String NAME = "passt";

    private static final String GUEST = "10.0.2.15";
    private static final String PREFIX = "24";
    private static final String GATEWAY = "10.0.2.2";

    private Passt() {}

    /** The executable, if one is in the folders of a search path. */
    static Optional<Path> find(String searchPath) {
        return HostPrograms.find(searchPath, NAME);
    }

    /** How to get it. */
    static String remedy() {
        return HostPackages.install(NAME);
    }

    /**
     * The command that serves one instance and ends with it.
     *
     * @param socket where the instance will connect
     * @param capture gets all frames in the pcap format, if anything does
     * @param root whether the caller is root, of whom passt would make nobody
     */
    static List<String> command(
            Path program, Path socket, List<PublishedPort> ports, Optional<Path> capture, boolean root) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--foreground", "--quiet", "--one-off"));
        if (root) {
            command.addAll(List.of("--runas", "0"));
        }
        command.addAll(List.of("-4", "-a", GUEST, "-n", PREFIX, "-g", GATEWAY));
        command.addAll(forwarding("-t", ports, Protocol.TCP));
        command.addAll(forwarding("-u", ports, Protocol.UDP));
        capture.ifPresent(file -> command.addAll(List.of("--pcap", file.toString())));
        command.addAll(List.of("--socket", socket.toString()));
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
}
