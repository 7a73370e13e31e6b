package dev.ristretto.kernel.personality.jdk.nio;

import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.personality.jdk.NativeMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import java.io.FileDescriptor;
import java.io.IOException;

/**
 * What the native methods of sun.nio.ch.DatagramChannelImpl do. Addresses are struct sockaddr_in: 2 bytes of family in
 * the order of the machine, 2 of port and 4 of address in network order, 8 of padding.
 */
final class DatagramCalls {
    static final int ADDRESS_SIZE = 16;
    static final int PORT_OFFSET = 2;
    static final int ADDRESS_OFFSET = 4;
    static final int FAMILY = 2;

    private DatagramCalls() {}

    static void disconnect(FileDescriptor fd) throws IOException {
        JdkExceptions.SOCKET.run(() -> socket(fd).disconnect());
    }

    static int receive(FileDescriptor fd, long address, int length, long sender, boolean connected) throws IOException {
        while (true) {
            try {
                Datagram datagram = new Datagram();
                int count = socket(fd).receive(NativeMemory.buffer(address, length), datagram);
                if (count >= 0) {
                    putAddress(RawMemory.ofNative(sender, ADDRESS_SIZE), datagram);
                }
                return count;
            } catch (PosixException e) {
                // Of a socket without peer nobody wants to know that an earlier datagram found no taker.
                if (connected || e.errno() != Errno.ECONNREFUSED) {
                    throw JdkExceptions.DATAGRAM.translate(e);
                }
            }
        }
    }

    static int send(FileDescriptor fd, long address, int length, long target, int targetLength) throws IOException {
        try {
            if (targetLength < ADDRESS_SIZE) {
                throw new PosixException(Errno.EINVAL);
            }
            RawMemory to = RawMemory.ofNative(target, ADDRESS_SIZE);
            if (to.getShort(0) != FAMILY) {
                throw new PosixException(Errno.EAFNOSUPPORT);
            }
            int port = Short.reverseBytes(to.getShort(PORT_OFFSET)) & 0xffff;
            IpAddress receiver = IpAddress.ofV4(Integer.reverseBytes(to.getInt(ADDRESS_OFFSET)));
            return socket(fd).send(NativeMemory.buffer(address, length), receiver, port);
        } catch (PosixException e) {
            throw JdkExceptions.DATAGRAM.translate(e);
        }
    }

    private static void putAddress(RawMemory target, Datagram datagram) {
        target.clear(0, ADDRESS_SIZE);
        target.putShort(0, (short) FAMILY);
        target.putShort(PORT_OFFSET, Short.reverseBytes((short) datagram.sourcePort()));
        target.putInt(
                ADDRESS_OFFSET, Integer.reverseBytes(datagram.sourceAddress().v4()));
    }

    private static DatagramSocket socket(FileDescriptor fd) throws PosixException {
        return Descriptors.table().get(Descriptors.number(fd), DatagramSocket.class, Errno.ENOTSOCK);
    }
}
