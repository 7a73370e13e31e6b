package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.Socket;
import dev.ristretto.kernel.posix.socket.SocketOption;

/** The options of one level of sockets: values are bytes as programs have them. */
abstract class OptionLevel {
    private final int level;

    OptionLevel(int level) {
        this.level = level;
    }

    /** The value of an option; ENOPROTOOPT if there is none of that number here. */
    abstract byte[] get(OpenSocket socket, int number) throws PosixException;

    /** Sets an option; ENOPROTOOPT if there is none of that number here, EINVAL if it does not take the value. */
    abstract void set(OpenSocket socket, int number, byte[] value) throws PosixException;

    /** The bytes of a number. */
    static byte[] bytes(int value) {
        return SocketAddresses.view(new byte[Integer.BYTES]).putInt(value).array();
    }

    /** A number of four bytes; EINVAL if there are fewer. */
    static int number(byte[] value) throws PosixException {
        if (value.length < Integer.BYTES) {
            throw new PosixException(Errno.EINVAL);
        }
        return SocketAddresses.view(value).getInt(0);
    }

    static PosixException unknown() {
        return new PosixException(Errno.ENOPROTOOPT);
    }

    /** An option that is only kept. */
    final byte[] kept(OpenSocket socket, int number, int otherwise) {
        return bytes(socket.kept().get(level, number, otherwise));
    }

    final void keep(OpenSocket socket, int number, int value) {
        socket.kept().set(level, number, value);
    }

    /** An option that the network knows, or for sockets that do not have it one that is only kept. */
    final byte[] known(OpenSocket socket, int number, int otherwise) throws PosixException {
        SocketOption option = SocketOption.of(level, number);
        if (option != null && socket instanceof Socket internet) {
            try {
                return bytes(internet.option(option));
            } catch (PosixException e) {
                if (e.errno() != Errno.ENOPROTOOPT) {
                    throw e;
                }
            }
        }
        return kept(socket, number, otherwise);
    }

    final void setKnown(OpenSocket socket, int number, int value) throws PosixException {
        SocketOption option = SocketOption.of(level, number);
        if (option != null && socket instanceof Socket internet) {
            try {
                internet.setOption(option, value);
                return;
            } catch (PosixException e) {
                if (e.errno() != Errno.ENOPROTOOPT) {
                    throw e;
                }
            }
        }
        keep(socket, number, value);
    }
}
