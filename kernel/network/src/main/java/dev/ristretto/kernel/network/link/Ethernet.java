package dev.ristretto.kernel.network.link;

import java.nio.ByteBuffer;

/** Ethernet II frames without frame check sequence (RFC 894). */
public final class Ethernet {
    /** Bytes of the header. */
    public static final int HEADER = 14;
    /** Offset of the destination address. */
    public static final int DESTINATION = 0;
    /** Offset of the source address. */
    public static final int SOURCE = 6;
    /** Offset of the type. */
    public static final int TYPE = 12;
    /** Type of IPv4. */
    public static final int TYPE_IPV4 = 0x0800;
    /** Type of ARP. */
    public static final int TYPE_ARP = 0x0806;
    /** Bytes of a tag between addresses and type (IEEE 802.1Q section 9.3): its own type, then priority and network. */
    public static final int TAG = 4;

    private static final int TYPE_TAG = 0x8100;
    private static final int TYPE_SERVICE_TAG = 0x88a8;
    private static final int TAG_NETWORK = 0xfff;

    /** The broadcast address. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final long GROUP_BIT = 1L << 40;

    private Ethernet() {}

    /** The address at {@code index}. */
    public static long address(ByteBuffer buffer, int index) {
        return (long) (buffer.getShort(index) & 0xffff) << 32 | buffer.getInt(index + 2) & 0xffff_ffffL;
    }

    /** Stores the address at {@code index}. */
    public static void putAddress(ByteBuffer buffer, int index, long address) {
        buffer.putShort(index, (short) (address >>> 32));
        buffer.putInt(index + 2, (int) address);
    }

    /** Whether a frame of a header and {@link #TAG} bytes at least has a tag that says no more than a priority. */
    public static boolean isPriorityTagged(ByteBuffer buffer, int index) {
        int type = buffer.getShort(index + TYPE) & 0xffff;
        return (type == TYPE_TAG || type == TYPE_SERVICE_TAG) && (buffer.getShort(index + HEADER) & TAG_NETWORK) == 0;
    }

    /** Writes a header. */
    public static void write(ByteBuffer buffer, int index, long destination, long source, int type) {
        putAddress(buffer, index + DESTINATION, destination);
        putAddress(buffer, index + SOURCE, source);
        buffer.putShort(index + TYPE, (short) type);
    }

    /** Whether the address means several stations: multicast or broadcast. */
    public static boolean isGroup(long address) {
        return (address & GROUP_BIT) != 0;
    }

    /** The address of an IPv4 multicast group (RFC 1112 section 6.4). */
    public static long ofGroup(int group) {
        return 0x0100_5e00_0000L | group & 0x7f_ffff;
    }
}
