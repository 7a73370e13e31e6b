package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalName;
import dev.ristretto.kernel.posix.socket.InternetName;
import dev.ristretto.kernel.posix.socket.SocketName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of sockets as programs have them (struct sockaddr and its kinds). Lengths are the program's: what is
 * written is cut to the room that there is, and the length that it needs is told.
 */
final class SocketAddresses {
    /** Bytes of the longest address (struct sockaddr_storage). */
    static final int LONGEST = 128;

    private static final int FAMILY = Short.BYTES;
    private static final int INTERNET = 16;
    private static final int NETLINK = 12;
    private static final int LOCAL_PATH = 108;

    private SocketAddresses() {}

    /**
     * The bytes of an address that a call was given.
     *
     * @throws PosixException EINVAL if they are too many or fewer than none, EFAULT
     */
    static byte[] bytes(UserMemory memory, long address, int length) throws PosixException {
        if (length < 0 || length > LONGEST) {
            throw new PosixException(Errno.EINVAL);
        }
        return memory.bytes(address, length);
    }

    /** The family that an address says it is of; AF_UNSPEC if it says nothing. */
    static int family(byte[] address) {
        return address.length < FAMILY ? SocketNumbers.AF_UNSPEC : view(address).getShort(0) & 0xffff;
    }

    /**
     * An address of IPv4.
     *
     * @throws PosixException EINVAL if it is too short, EAFNOSUPPORT if it is of another family; one of AF_UNSPEC will
     *     do if {@code orUnspecified}
     */
    static InternetName internet(byte[] address, boolean orUnspecified) throws PosixException {
        if (address.length < INTERNET) {
            throw new PosixException(Errno.EINVAL);
        }
        int family = family(address);
        if (family != SocketNumbers.AF_INET && !(orUnspecified && family == SocketNumbers.AF_UNSPEC)) {
            throw new PosixException(Errno.EAFNOSUPPORT);
        }
        ByteBuffer big = ByteBuffer.wrap(address);
        return new InternetName(IpAddress.ofV4(big.getInt(4)), big.getShort(2) & 0xffff);
    }

    /**
     * A local address; null for one that is nothing but its family.
     *
     * @throws PosixException EINVAL if it is too short, too long or of another family
     */
    static @Nullable LocalName local(byte[] address) throws PosixException {
        boolean wrong = address.length < FAMILY
                || address.length > FAMILY + LOCAL_PATH
                || family(address) != SocketNumbers.AF_UNIX;
        if (wrong) {
            throw new PosixException(Errno.EINVAL);
        }
        if (address.length == FAMILY) {
            return null;
        }
        if (address[FAMILY] == 0) {
            int length = address.length - FAMILY - 1;
            return new LocalName(true, new String(address, FAMILY + 1, length, StandardCharsets.ISO_8859_1));
        }
        int end = FAMILY;
        while (end < address.length && address[end] != 0) {
            end++;
        }
        return new LocalName(false, new String(address, FAMILY, end - FAMILY, StandardCharsets.UTF_8));
    }

    /** The bytes of a name; of the family alone for a socket without one. */
    static byte[] bytes(@Nullable SocketName name, int family) {
        return switch (name) {
            case InternetName internet -> {
                byte[] bytes = new byte[INTERNET];
                view(bytes).putShort((short) SocketNumbers.AF_INET);
                ByteBuffer.wrap(bytes)
                        .putShort(2, (short) internet.port())
                        .putInt(4, internet.address().v4());
                yield bytes;
            }
            case LocalName local -> local(local);
            case NetlinkName netlink -> {
                byte[] bytes = new byte[NETLINK];
                view(bytes)
                        .putShort((short) SocketNumbers.AF_NETLINK)
                        .putInt(4, netlink.port())
                        .putInt(8, netlink.groups());
                yield bytes;
            }
            case null, default -> {
                byte[] bytes = new byte[FAMILY];
                view(bytes).putShort((short) family);
                yield bytes;
            }
        };
    }

    private static byte[] local(LocalName name) {
        byte[] text = name.text().getBytes(name.isAbstract() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        // A path is followed by a zero, which is counted; an abstract name is led by one.
        byte[] bytes = new byte[FAMILY + text.length + 1];
        view(bytes).putShort((short) SocketNumbers.AF_UNIX);
        System.arraycopy(text, 0, bytes, name.isAbstract() ? FAMILY + 1 : FAMILY, text.length);
        return bytes;
    }

    /**
     * Gives an address to a program, as much of it as there is room for.
     *
     * @param address where; nothing is given if it is 0
     * @param room where the number of bytes stands that there is room for, and then the whole length
     * @throws PosixException EINVAL if the room is negative, EFAULT
     */
    static void give(Caller caller, byte[] name, long address, long room) throws PosixException {
        if (address == 0) {
            return;
        }
        UserMemory memory = caller.memory();
        int length = memory.getInt(room);
        if (length < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        memory.write(address, name, 0, Math.min(length, name.length));
        memory.putInt(room, name.length);
    }

    /** Bytes in the order of the processor. */
    static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
