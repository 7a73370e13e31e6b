package dev.ristretto.kernel.posix.socket;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What the start of an instance says about its network.
 *
 * @param hostName the name of this machine
 * @param source where the addresses of the link come from
 * @param fixed the addresses of the link if they are given, else null
 */
public record NetworkSettings(
        String hostName, Source source, @Nullable InterfaceConfiguration fixed) {
    /** Where addresses come from. */
    public enum Source {
        /** A DHCP server. */
        DHCP,
        /** The kernel command line. */
        GIVEN,
        /** Nowhere: the link stays without. */
        NONE
    }

    /** Addresses of a DHCP server. */
    public static NetworkSettings dynamic(String hostName) {
        return new NetworkSettings(hostName, Source.DHCP, null);
    }

    /**
     * Reads {@link CommandLine#ADDRESS} of a kernel command line; other tokens are not its business.
     *
     * @throws IllegalArgumentException if its value is malformed
     */
    public static NetworkSettings parse(String commandLine, String hostName) {
        NetworkSettings settings = dynamic(hostName);
        for (String token : commandLine.split(" ")) {
            if (token.startsWith(CommandLine.ADDRESS)) {
                settings = AddressToken.parse(token.substring(CommandLine.ADDRESS.length()), hostName);
            }
        }
        return settings;
    }
}
