package dev.ristretto.kernel.posix.socket;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the start of an instance says about its network.
 *
 * @param hostName the name of this machine
 * @param fixed the addresses of the link, null to ask a DHCP server for them
 */
public record NetworkSettings(String hostName, @Nullable InterfaceConfiguration fixed) {
    /**
     * Reads {@link CommandLine#ADDRESS} of a kernel command line; other tokens are not its business.
     *
     * @throws IllegalArgumentException if its value is malformed
     */
    public static NetworkSettings parse(String commandLine, String hostName) {
        InterfaceConfiguration fixed = null;
        for (String token : commandLine.split(" ")) {
            if (token.startsWith(CommandLine.ADDRESS)) {
                fixed = addresses(token.substring(CommandLine.ADDRESS.length()));
            }
        }
        return new NetworkSettings(hostName, fixed);
    }

    private static InterfaceConfiguration addresses(String value) {
        try {
            String[] parts = value.split(",", -1);
            int slash = parts[0].indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException("the prefix length is missing");
            }
            IpAddress address = IpAddress.parse(parts[0].substring(0, slash));
            int prefix = Integer.parseInt(parts[0].substring(slash + 1));
            IpAddress gateway = parts.length > 1 && !parts[1].isEmpty() ? IpAddress.parse(parts[1]) : null;
            List<IpAddress> servers = new ArrayList<>();
            for (int i = 2; i < parts.length; i++) {
                servers.add(IpAddress.parse(parts[i]));
            }
            return new InterfaceConfiguration(address, prefix, gateway, 0, servers, "");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(CommandLine.ADDRESS + value
                    + ": expected ADDRESS/PREFIX[,GATEWAY[,DNS]...], for example " + CommandLine.ADDRESS
                    + "10.0.2.15/24,10.0.2.2,10.0.2.3; "
                    + e.getMessage());
        }
    }
}
