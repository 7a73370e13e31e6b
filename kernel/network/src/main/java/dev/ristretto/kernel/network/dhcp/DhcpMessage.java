package dev.ristretto.kernel.network.dhcp;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DHCP messages on the wire (RFC 2131 section 2, options of RFC 2132). */
final class DhcpMessage {
    static final int DISCOVER = 1;
    static final int OFFER = 2;
    static final int REQUEST = 3;
    static final int ACK = 5;
    static final int NAK = 6;
    static final int RELEASE = 7;
    /** Largest message that is sent or accepted. */
    static final int MAXIMUM = 1472;

    private static final int BOOT_REQUEST = 1;
    private static final int BOOT_REPLY = 2;
    private static final int BROADCAST_FLAG = 0x8000;
    private static final int COOKIE = 0x63825363;
    private static final int XID = 4;
    private static final int SECONDS = 8;
    private static final int FLAGS = 10;
    private static final int CLIENT_ADDRESS = 12;
    private static final int YOUR_ADDRESS = 16;
    private static final int HARDWARE = 28;
    private static final int SERVER_NAME = 44;
    private static final int FILE = 108;
    private static final int COOKIE_AT = 236;
    private static final int OPTIONS = 240;
    /** Some relays drop shorter messages (RFC 1542 section 2.1). */
    private static final int MINIMUM = 300;

    private static final int MASK = 1;
    private static final int ROUTER = 3;
    private static final int DNS = 6;
    private static final int HOST_NAME = 12;
    private static final int DOMAIN = 15;
    private static final int MTU = 26;
    private static final int REQUESTED_ADDRESS = 50;
    private static final int LEASE = 51;
    private static final int OVERLOAD = 52;
    private static final int TYPE = 53;
    private static final int SERVER = 54;
    private static final int WANTED = 55;
    private static final int MAXIMUM_SIZE = 57;
    private static final int RENEWAL = 58;
    private static final int REBINDING = 59;
    private static final int END = 255;
    private static final byte[] WANTED_OPTIONS = {MASK, ROUTER, DNS, DOMAIN, MTU, LEASE, SERVER, RENEWAL, REBINDING};

    // What a received message says; absent addresses are null, other values 0, -1 for times.
    int xid;
    int type;

    @Nullable
    IpAddress yourAddress;

    @Nullable
    IpAddress server;

    @Nullable
    IpAddress router;

    int mask;
    int mtu;
    long lease = -1;
    long renewal = -1;
    long rebinding = -1;
    String domain = "";
    final List<IpAddress> dnsServers = new ArrayList<>();

    private DhcpMessage() {}

    /**
     * Writes a message of a client.
     *
     * @param seconds since the client began
     * @param clientAddress own address if it is in use, else null
     * @param requested address asked for, null for none
     * @param server server meant, null for any
     */
    static ByteBuffer write(
            int type,
            int xid,
            int seconds,
            long mac,
            @Nullable IpAddress clientAddress,
            @Nullable IpAddress requested,
            @Nullable IpAddress server,
            String hostname) {
        ByteBuffer message = ByteBuffer.allocate(576);
        message.putInt(0, BOOT_REQUEST << 24 | 1 << 16 | 6 << 8);
        message.putInt(XID, xid);
        message.putShort(SECONDS, (short) Math.min(65535, seconds));
        // Without an address in use the answer cannot be received by unicast everywhere.
        message.putShort(FLAGS, (short) (clientAddress == null ? BROADCAST_FLAG : 0));
        if (clientAddress != null) {
            message.putInt(CLIENT_ADDRESS, clientAddress.v4());
        }
        message.putShort(HARDWARE, (short) (mac >>> 32));
        message.putInt(HARDWARE + 2, (int) mac);
        message.putInt(COOKIE_AT, COOKIE);
        message.position(OPTIONS);
        message.put((byte) TYPE).put((byte) 1).put((byte) type);
        if (requested != null) {
            putAddress(message, REQUESTED_ADDRESS, requested);
        }
        if (server != null) {
            putAddress(message, SERVER, server);
        }
        if (type != RELEASE) {
            message.put((byte) MAXIMUM_SIZE).put((byte) 2).putShort((short) MAXIMUM);
            message.put((byte) WANTED).put((byte) WANTED_OPTIONS.length).put(WANTED_OPTIONS);
            byte[] name = hostname.getBytes(StandardCharsets.US_ASCII);
            if (name.length > 0 && name.length < 64) {
                message.put((byte) HOST_NAME).put((byte) name.length).put(name);
            }
        }
        message.put((byte) END);
        message.limit(Math.max(MINIMUM, message.position())).position(0);
        return message;
    }

    private static void putAddress(ByteBuffer message, int option, IpAddress address) {
        message.put((byte) option).put((byte) 4).putInt(address.v4());
    }

    /** Reads an answer for {@code mac}; null if it is none. */
    static @Nullable DhcpMessage read(ByteBuffer message, long mac) {
        int length = message.limit();
        if (length < OPTIONS
                || message.get(0) != BOOT_REPLY
                || message.getInt(COOKIE_AT) != COOKIE
                || message.getShort(HARDWARE) != (short) (mac >>> 32)
                || message.getInt(HARDWARE + 2) != (int) mac) {
            return null;
        }
        DhcpMessage result = new DhcpMessage();
        result.xid = message.getInt(XID);
        result.yourAddress = address(message, YOUR_ADDRESS);
        int overload = result.readOptions(message, OPTIONS, length);
        if ((overload & 1) != 0) {
            result.readOptions(message, FILE, COOKIE_AT);
        }
        if ((overload & 2) != 0) {
            result.readOptions(message, SERVER_NAME, FILE);
        }
        return result.type == 0 ? null : result;
    }

    private int readOptions(ByteBuffer message, int start, int end) {
        int overload = 0;
        int index = start;
        while (index < end) {
            int option = message.get(index) & 0xff;
            if (option == END) {
                break;
            }
            if (option == 0) {
                index++;
                continue;
            }
            int length = index + 1 < end ? message.get(index + 1) & 0xff : 0;
            int value = index + 2;
            if (value + length > end) {
                break;
            }
            if (option == OVERLOAD && length == 1) {
                overload = message.get(value);
            } else {
                readOption(message, option, value, length);
            }
            index = value + length;
        }
        return overload;
    }

    private void readOption(ByteBuffer message, int option, int index, int length) {
        switch (option) {
            case TYPE -> type = length == 1 ? message.get(index) : 0;
            case SERVER -> server = length == 4 ? address(message, index) : null;
            case MASK -> mask = length == 4 ? message.getInt(index) : 0;
            case ROUTER -> router = length >= 4 ? address(message, index) : null;
            case MTU -> mtu = length == 2 ? message.getShort(index) & 0xffff : 0;
            case LEASE -> lease = time(message, index, length);
            case RENEWAL -> renewal = time(message, index, length);
            case REBINDING -> rebinding = time(message, index, length);
            case DNS -> {
                for (int i = 0; i + 4 <= length && dnsServers.size() < 4; i += 4) {
                    dnsServers.add(IpAddress.ofV4(message.getInt(index + i)));
                }
            }
            case DOMAIN -> {
                byte[] name = new byte[length];
                message.get(index, name);
                domain = clean(name);
            }
            default -> {
                // Not asked for.
            }
        }
    }

    /** 0.0.0.0 says that there is none. */
    private static @Nullable IpAddress address(ByteBuffer message, int index) {
        int bits = message.getInt(index);
        return bits == 0 ? null : IpAddress.ofV4(bits);
    }

    private static long time(ByteBuffer message, int index, int length) {
        return length == 4 ? message.getInt(index) & 0xffff_ffffL : -1;
    }

    /** Only what can be in a host name: the text ends up in configuration files. */
    private static String clean(byte[] name) {
        StringBuilder text = new StringBuilder(name.length);
        for (byte b : name) {
            boolean allowed =
                    b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '.';
            if (allowed) {
                text.append((char) b);
            } else if (b != 0) {
                return "";
            }
        }
        return text.toString();
    }

    /**
     * Takes over what this message leaves out and an earlier one of the same lease has said: servers exist that repeat
     * nothing in the acknowledgement of a renewal. Times of renewal go with their own lease.
     */
    void completeFrom(DhcpMessage earlier) {
        server = server == null ? earlier.server : server;
        router = router == null ? earlier.router : router;
        mask = mask == 0 ? earlier.mask : mask;
        mtu = mtu == 0 ? earlier.mtu : mtu;
        lease = lease < 0 ? earlier.lease : lease;
        domain = domain.isEmpty() ? earlier.domain : domain;
        if (dnsServers.isEmpty()) {
            dnsServers.addAll(earlier.dnsServers);
        }
    }

    /** Bits of the mask; without one those of the class of {@code address}. */
    int prefixLength(IpAddress address) {
        int length = InterfaceConfiguration.prefixLength(IpAddress.ofV4(mask));
        return length > 0 ? length : InterfaceConfiguration.classPrefixLength(address);
    }
}
