package dev.ristretto.run.vmm.qemu;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan.Helper;
import dev.ristretto.run.vmm.network.Passt;
import dev.ristretto.run.vmm.network.PasstSearch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who takes the frames of a virtual machine's network card. */
sealed interface MachineNetwork {

    /** The value of QEMU's option {@code -netdev}. */
    String option(List<PublishedPort> ports);

    /** What the guest's command line has to say of its network, with a space behind it, or nothing. */
    default String commandLine() {
        return "";
    }

    /** What has to run beside QEMU, if anything has. */
    default Optional<Helper> helper() {
        return Optional.empty();
    }

    /** What the guest can reach and should not, in one line; empty if nothing. */
    default Optional<String> notice() {
        return Optional.empty();
    }

    /**
     * The best that there is on this host.
     *
     * @param networks looks for passt
     */
    static MachineNetwork choose(
            PasstSearch networks, QemuVersion version, InstanceSpecification specification, InstanceChannels channels) {
        if (version.isOlderThan(QemuVersion.OLDEST_WITH_STREAMS)) {
            return new User(hole(
                    specification,
                    "QEMU " + version + " cannot use passt. Install QEMU " + QemuVersion.OLDEST_WITH_STREAMS
                            + " or later"));
        }
        PasstSearch.Result search = networks.find();
        return search.passt()
                .<MachineNetwork>map(passt -> new Outside(passt, specification, channels))
                .orElseGet(() -> new User(hole(specification, search.obstacle() + ". " + search.remedy())));
    }

    private static Optional<String> hole(InstanceSpecification specification, String reason) {
        return specification.hostAccess()
                ? Optional.empty()
                : Optional.of("the guest reaches services on this computer's loopback interface: " + reason);
    }

    /**
     * QEMU's own network, in which 10.0.2.2 is the loopback interface of the host.
     *
     * @param notice that it is
     */
    record User(Optional<String> notice) implements MachineNetwork {

        @Override
        public String option(List<PublishedPort> ports) {
            StringBuilder network = new StringBuilder("user,id=network");
            for (PublishedPort port : ports) {
                network.append(String.format(
                        Locale.ROOT,
                        ",hostfwd=%s:%s:%d-:%d",
                        port.protocol().name().toLowerCase(Locale.ROOT),
                        port.address(),
                        port.hostPort(),
                        port.guestPort()));
            }
            return network.toString();
        }
    }

    /** Passt, which publishes the ports itself. */
    record Outside(Passt passt, InstanceSpecification specification, InstanceChannels channels)
            implements MachineNetwork {

        @Override
        public String option(List<PublishedPort> ports) {
            return "stream,id=network,server=off,addr.type=unix,addr.path="
                    + QemuCommandLine.escape(channels.network().toString());
        }

        @Override
        public Optional<Helper> helper() {
            return Optional.of(passt.helper(specification, channels, false));
        }

        @Override
        public Optional<String> notice() {
            return Passt.notice(specification);
        }

        @Override
        public String commandLine() {
            return passt.fixedAddress() + CommandLine.PROXIED + " ";
        }
    }
}
