package dev.ristretto.kernel.personality.linux.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Puts a message of netlink together: its header, what belongs to its type, and attributes (netlink(7)). */
final class NetlinkMessage {
    /** Bytes of a header (struct nlmsghdr), and to what multiple messages and attributes are filled. */
    static final int HEADER = 16;

    static final int ALIGNMENT = 4;

    private static final int ATTRIBUTE_HEADER = 4;

    private final int type;
    private final int flags;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    NetlinkMessage(int type, int flags) {
        this.type = type;
        this.flags = flags;
    }

    /** Adds what belongs to the type; whole multiples of four bytes. */
    NetlinkMessage with(byte[] bytes) {
        body.writeBytes(bytes);
        return this;
    }

    /** Adds an attribute. */
    NetlinkMessage attribute(int number, byte[] value) {
        int length = ATTRIBUTE_HEADER + value.length;
        ByteBuffer header = SocketAddresses.view(new byte[ATTRIBUTE_HEADER]);
        body.writeBytes(header.putShort((short) length).putShort((short) number).array());
        body.writeBytes(value);
        body.writeBytes(new byte[-length & ALIGNMENT - 1]);
        return this;
    }

    NetlinkMessage attribute(int number, int value) {
        return attribute(
                number,
                SocketAddresses.view(new byte[Integer.BYTES]).putInt(value).array());
    }

    NetlinkMessage attribute(int number, String value) {
        return attribute(number, (value + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** Its bytes, as the answer to a question of this number by this port. */
    byte[] bytes(int sequence, int port) {
        ByteBuffer bytes = SocketAddresses.view(new byte[HEADER + body.size()]);
        bytes.putInt(bytes.capacity()).putShort((short) type).putShort((short) flags);
        return bytes.putInt(sequence).putInt(port).put(body.toByteArray()).array();
    }
}
