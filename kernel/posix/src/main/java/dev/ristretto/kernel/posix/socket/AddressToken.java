package dev.ristretto.kernel.posix.socket;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.posix.socket.NetworkSettings.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@link CommandLine#ADDRESS}: ours, or in the forms of Linux that hypervisors and their users write
 * (Linux, Documentation/admin-guide/nfs/nfsroot.rst).
 */
final class AddressToken {
    // Linux's fields, separated by colons; server, host name, device and time servers mean nothing here.
    private static final int CLIENT = 0;
    private static final int GATEWAY = 2;
    private static final int NETMASK = 3;
    private static final int METHOD = 6;
    private static final int FIRST_NAME_SERVER = 7;
    private static final int LAST_NAME_SERVER = 8;

    private AddressToken() {}

    /** @throws IllegalArgumentException if the value is malformed */
    static NetworkSettings parse(String value, String hostName) {
        try {
            String[] fields = value.split(":", -1);
            if (fields.length == 1 && !value.contains("/")) {
                return new NetworkSettings(hostName, method(value), null);
            }
            if (fields.length > 1 && fields[CLIENT].isEmpty()) {
                return new NetworkSettings(hostName, method(field(fields, METHOD)), null);
            }
            return new NetworkSettings(hostName, Source.GIVEN, fields.length == 1 ? own(value) : linux(fields));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(CommandLine.ADDRESS + value
                    + ": expected ADDRESS/PREFIX[,GATEWAY[,DNS]...], for example " + CommandLine.ADDRESS
                    + "10.0.2.15/24,10.0.2.2,10.0.2.3, or dhcp, off, or ADDRESS::GATEWAY:NETMASK as for Linux; "
                    + e.getMessage());
        }
    }

    private static Source method(String word) {
        return switch (word) {
            case "", "dhcp", "on", "any", "both" -> Source.DHCP;
            case "off", "none" -> Source.NONE;
            default -> throw new IllegalArgumentException("\"" + word + "\" is no way to get addresses");
        };
    }

    private static InterfaceConfiguration own(String value) {
        String[] parts = value.split(",", -1);
        int slash = parts[0].indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("the prefix length is missing");
        }
        IpAddress address = IpAddress.parse(parts[0].substring(0, slash));
        int prefix = Integer.parseInt(parts[0].substring(slash + 1));
        IpAddress gateway = parts.length > 1 ? optional(parts[1]) : null;
        List<IpAddress> servers = new ArrayList<>();
        for (int i = 2; i < parts.length; i++) {
            servers.add(IpAddress.parse(parts[i]));
        }
        return new InterfaceConfiguration(address, prefix, gateway, 0, servers, "");
    }

    private static InterfaceConfiguration linux(String[] fields) {
        IpAddress address = IpAddress.parse(fields[CLIENT]);
        IpAddress mask = optional(field(fields, NETMASK));
        List<IpAddress> servers = new ArrayList<>();
        for (int i = FIRST_NAME_SERVER; i <= LAST_NAME_SERVER; i++) {
            IpAddress server = optional(field(fields, i));
            if (server != null) {
                servers.add(server);
            }
        }
        int prefix = mask == null ? InterfaceConfiguration.classPrefixLength(address) : prefix(mask);
        return new InterfaceConfiguration(address, prefix, optional(field(fields, GATEWAY)), 0, servers, "");
    }

    private static String field(String[] fields, int index) {
        return index < fields.length ? fields[index] : "";
    }

    private static @Nullable IpAddress optional(String text) {
        return text.isEmpty() ? null : IpAddress.parse(text);
    }

    private static int prefix(IpAddress mask) {
        int length = InterfaceConfiguration.prefixLength(mask);
        if (length < 0) {
            throw new IllegalArgumentException(mask + " is no netmask");
        }
        return length;
    }
}
