package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.Socket;
import dev.ristretto.kernel.posix.socket.StreamSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** The options of all sockets (SOL_SOCKET, socket(7)). */
final class SocketLevel extends OptionLevel {
    private static final int SO_DEBUG = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_TYPE = 3;
    private static final int SO_ERROR = 4;
    private static final int SO_DONTROUTE = 5;
    private static final int SO_BROADCAST = 6;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_OOBINLINE = 10;
    private static final int SO_PRIORITY = 12;
    private static final int SO_LINGER = 13;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_PASSCRED = 16;
    private static final int SO_PEERCRED = 17;
    private static final int SO_RCVLOWAT = 18;
    private static final int SO_SNDLOWAT = 19;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_PROTOCOL = 38;
    private static final int SO_DOMAIN = 39;
    private static final int SO_RCVTIMEO_NEW = 66;
    private static final int SO_SNDTIMEO_NEW = 67;

    /** Bytes of the buffers of local sockets (net.core.wmem_default). */
    private static final int LOCAL_BUFFER = 212992;

    private static final int SMALLEST_BUFFER = 2048;
    private static final int TIME = 16;
    private static final int PAIR = 8;
    private static final int LONGEST_LINGER = 65535;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final long MOST_SECONDS = Integer.MAX_VALUE;

    SocketLevel() {
        super(SocketNumbers.SOL_SOCKET);
    }

    @Override
    byte[] get(OpenSocket socket, int number) throws PosixException {
        return switch (number) {
            case SO_TYPE -> bytes(socket.type());
            case SO_DOMAIN -> bytes(SocketLookup.family(socket));
            case SO_PROTOCOL -> bytes(protocol(socket));
            case SO_ACCEPTCONN -> bytes(socket.isListening() ? 1 : 0);
            case SO_ERROR -> {
                Errno error = socket.takeError();
                yield bytes(error == null ? 0 : error.number());
            }
            case SO_REUSEADDR, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE -> known(socket, number, 0);
            case SO_SNDBUF, SO_RCVBUF -> known(socket, number, LOCAL_BUFFER);
            case SO_DEBUG, SO_DONTROUTE, SO_PRIORITY, SO_REUSEPORT -> kept(socket, number, 0);
            case SO_RCVLOWAT, SO_SNDLOWAT -> kept(socket, number, 1);
            case SO_LINGER -> linger(socket);
            case SO_RCVTIMEO, SO_RCVTIMEO_NEW -> time(socket.receivePatience());
            case SO_SNDTIMEO, SO_SNDTIMEO_NEW -> time(socket.sendPatience());
            case SO_PASSCRED -> bytes(socket instanceof LocalSocket local && local.tellsCredentials() ? 1 : 0);
            case SO_PEERCRED ->
                credentials(socket instanceof LocalSocket local ? local.peerCredentials() : PeerCredentials.NOBODY);
            default -> throw unknown();
        };
    }

    private static int protocol(OpenSocket socket) {
        return switch (socket) {
            case StreamSocket stream -> SocketNumbers.IPPROTO_TCP;
            case DatagramSocket datagrams -> SocketNumbers.IPPROTO_UDP;
            default -> 0;
        };
    }

    private byte[] linger(OpenSocket socket) throws PosixException {
        int seconds = number(known(socket, SO_LINGER, -1));
        return SocketAddresses.view(new byte[PAIR])
                .putInt(seconds < 0 ? 0 : 1)
                .putInt(Math.max(0, seconds))
                .array();
    }

    private static byte[] time(long patience) {
        long nanos = patience == Wait.FOREVER ? 0 : patience;
        return SocketAddresses.view(new byte[TIME])
                .putLong(TimeUnit.NANOSECONDS.toSeconds(nanos))
                .putLong(TimeUnit.NANOSECONDS.toMicros(nanos) % MICROS_PER_SECOND)
                .array();
    }

    private static byte[] credentials(PeerCredentials peer) {
        return SocketAddresses.view(new byte[SentControls.CREDENTIALS_SIZE])
                .putInt(peer.process())
                .putInt(peer.owner().user())
                .putInt(peer.owner().group())
                .array();
    }

    @Override
    void set(OpenSocket socket, int number, byte[] value) throws PosixException {
        switch (number) {
            case SO_REUSEADDR, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE ->
                setKnown(socket, number, number(value) == 0 ? 0 : 1);
            case SO_SNDBUF, SO_RCVBUF -> setKnown(socket, number, Math.max(number(value), SMALLEST_BUFFER));
            case SO_SNDBUFFORCE -> setKnown(socket, SO_SNDBUF, Math.max(number(value), SMALLEST_BUFFER));
            case SO_RCVBUFFORCE -> setKnown(socket, SO_RCVBUF, Math.max(number(value), SMALLEST_BUFFER));
            case SO_REUSEPORT -> setReusePort(socket, number(value) == 0 ? 0 : 1);
            case SO_DEBUG, SO_DONTROUTE -> keep(socket, number, number(value) == 0 ? 0 : 1);
            case SO_PRIORITY, SO_RCVLOWAT -> keep(socket, number, number(value));
            case SO_LINGER -> setLinger(socket, value);
            case SO_RCVTIMEO, SO_RCVTIMEO_NEW -> socket.setReceivePatience(patience(value));
            case SO_SNDTIMEO, SO_SNDTIMEO_NEW -> socket.setSendPatience(patience(value));
            case SO_PASSCRED -> {
                int wanted = number(value);
                if (socket instanceof LocalSocket local) {
                    local.setTellsCredentials(wanted != 0);
                }
            }
            default -> throw unknown();
        }
    }

    /** Datagram sockets of one port share what is sent to groups, as they do with SO_REUSEADDR. */
    private void setReusePort(OpenSocket socket, int value) throws PosixException {
        keep(socket, SO_REUSEPORT, value);
        if (socket instanceof DatagramSocket) {
            setKnown(socket, SO_REUSEADDR, value);
        }
    }

    private void setLinger(OpenSocket socket, byte[] value) throws PosixException {
        if (value.length < PAIR) {
            throw new PosixException(Errno.EINVAL);
        }
        ByteBuffer linger = SocketAddresses.view(value);
        boolean on = linger.getInt(0) != 0;
        int seconds = linger.getInt(Integer.BYTES);
        int bounded = seconds < 0 || seconds > LONGEST_LINGER ? LONGEST_LINGER : seconds;
        if (socket instanceof Socket) {
            setKnown(socket, SO_LINGER, on ? bounded : -1);
        } else {
            keep(socket, SO_LINGER, on ? bounded : -1);
        }
    }

    /** A struct timeval; 0 is for ever, and a negative one is over at once. */
    private static long patience(byte[] value) throws PosixException {
        if (value.length < TIME) {
            throw new PosixException(Errno.EINVAL);
        }
        long seconds = SocketAddresses.view(value).getLong(0);
        long micros = SocketAddresses.view(value).getLong(Long.BYTES);
        if (micros < 0 || micros >= MICROS_PER_SECOND) {
            throw new PosixException(Errno.EDOM);
        }
        if (seconds < 0) {
            return 0;
        }
        if (seconds == 0 && micros == 0 || seconds > MOST_SECONDS) {
            return Wait.FOREVER;
        }
        return TimeUnit.SECONDS.toNanos(seconds) + TimeUnit.MICROSECONDS.toNanos(micros);
    }
}
