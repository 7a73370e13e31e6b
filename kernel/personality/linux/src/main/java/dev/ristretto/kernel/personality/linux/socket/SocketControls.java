package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.InterfaceStatus;
import dev.ristretto.kernel.posix.socket.InternetName;
import dev.ristretto.kernel.posix.socket.Network;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** ioctl(2) of sockets: what can be read, and what interfaces there are (netdevice(7)). */
final class SocketControls {
    private static final int FIONREAD = 0x541b;
    private static final int SIOCATMARK = 0x8905;
    private static final int SIOCGIFNAME = 0x8910;
    private static final int SIOCGIFCONF = 0x8912;
    private static final int SIOCGIFFLAGS = 0x8913;
    private static final int SIOCGIFADDR = 0x8915;
    private static final int SIOCGIFBRDADDR = 0x8919;
    private static final int SIOCGIFNETMASK = 0x891b;
    private static final int SIOCGIFMETRIC = 0x891d;
    private static final int SIOCGIFMTU = 0x8921;
    private static final int SIOCGIFHWADDR = 0x8927;
    private static final int SIOCGIFINDEX = 0x8933;
    private static final int SIOCGIFTXQLEN = 0x8942;

    /** Bytes of a request (struct ifreq), of the name that it begins with, and of an address behind. */
    private static final int REQUEST = 40;

    private static final int NAME = 16;
    private static final int ADDRESS = 16;

    private final Supplier<Network> network;

    SocketControls(Supplier<Network> network) {
        this.network = network;
    }

    /** Does what was asked for; ENOTTY if the file is no socket or does not know the command. */
    long control(Caller caller, OpenFile file, int command, long argument) throws PosixException {
        if (!(file instanceof OpenSocket socket)) {
            throw new PosixException(Errno.ENOTTY);
        }
        UserMemory memory = caller.memory();
        switch (command) {
            case FIONREAD -> {
                if (socket.isListening()) {
                    throw new PosixException(Errno.EINVAL);
                }
                memory.putInt(argument, socket.available());
            }
            case SIOCATMARK -> memory.putInt(argument, 0);
            case SIOCGIFCONF -> configurations(memory, argument);
            case SIOCGIFNAME -> name(memory, argument);
            default -> {
                if (command < SIOCGIFNAME || command > SIOCGIFTXQLEN) {
                    throw new PosixException(Errno.ENOTTY);
                }
                memory.write(argument + NAME, answer(command, interfaceAt(memory, argument)));
            }
        }
        return 0;
    }

    /** The interfaces that have addresses, as many as there is room for; without room how many bytes they are. */
    private void configurations(UserMemory memory, long argument) throws PosixException {
        int room = memory.getInt(argument);
        long target = memory.getLong(argument + Long.BYTES);
        List<byte[]> found = new ArrayList<>();
        for (InterfaceStatus status : InterfaceStatus.of(network.get())) {
            if (status.address() != null) {
                byte[] name = status.name().getBytes(StandardCharsets.UTF_8);
                found.add(ByteBuffer.allocate(REQUEST)
                        .put(name)
                        .put(NAME, address(status.address()))
                        .array());
            }
        }
        int given = 0;
        for (byte[] request : found) {
            if (target == 0) {
                given += REQUEST;
            } else if (given <= room - REQUEST) {
                memory.write(target + given, request);
                given += REQUEST;
            }
        }
        memory.putInt(argument, given);
    }

    private void name(UserMemory memory, long argument) throws PosixException {
        int index = memory.getInt(argument + NAME);
        for (InterfaceStatus status : InterfaceStatus.of(network.get())) {
            if (status.index() == index) {
                byte[] name = status.name().getBytes(StandardCharsets.UTF_8);
                memory.write(argument, ByteBuffer.allocate(NAME).put(name).array());
                return;
            }
        }
        throw new PosixException(Errno.ENODEV);
    }

    private static byte[] answer(int command, InterfaceStatus status) throws PosixException {
        return switch (command) {
            case SIOCGIFFLAGS -> number(Short.BYTES, InterfaceBits.flags(status));
            case SIOCGIFMETRIC -> number(Integer.BYTES, 0);
            case SIOCGIFMTU -> number(Integer.BYTES, status.mtu());
            case SIOCGIFINDEX -> number(Integer.BYTES, status.index());
            case SIOCGIFTXQLEN -> number(Integer.BYTES, InterfaceBits.QUEUE_LENGTH);
            case SIOCGIFADDR -> address(status.address());
            case SIOCGIFBRDADDR -> address(status.broadcast() == null ? IpAddress.ANY : status.broadcast());
            case SIOCGIFNETMASK -> {
                int bits = status.prefixLength();
                yield address(IpAddress.ofV4(bits == 0 ? 0 : -1 << Integer.SIZE - bits));
            }
            case SIOCGIFHWADDR -> {
                byte[] bytes = new byte[ADDRESS];
                SocketAddresses.view(bytes)
                        .putShort((short) InterfaceBits.hardware(status))
                        .put(InterfaceBits.hardwareAddress(status));
                yield bytes;
            }
            default -> throw new PosixException(Errno.ENOTTY);
        };
    }

    private InterfaceStatus interfaceAt(UserMemory memory, long argument) throws PosixException {
        byte[] bytes = memory.bytes(argument, NAME);
        int end = 0;
        while (end < NAME && bytes[end] != 0) {
            end++;
        }
        String name = new String(bytes, 0, end, StandardCharsets.UTF_8);
        for (InterfaceStatus status : InterfaceStatus.of(network.get())) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        throw new PosixException(Errno.ENODEV);
    }

    private static byte[] number(int bytes, int value) {
        byte[] number = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            number[i] = (byte) (value >> i * Byte.SIZE);
        }
        return number;
    }

    private static byte[] address(@Nullable IpAddress address) throws PosixException {
        if (address == null) {
            throw new PosixException(Errno.EADDRNOTAVAIL);
        }
        return SocketAddresses.bytes(new InternetName(address, 0), SocketNumbers.AF_INET);
    }
}
