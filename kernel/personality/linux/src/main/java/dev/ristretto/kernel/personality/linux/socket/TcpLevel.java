package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.network.tcp.TcpState;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.StreamSocket;

/** The options of TCP (IPPROTO_TCP, tcp(7)). Those that only tune what Linux does are kept and change nothing. */
final class TcpLevel extends OptionLevel {
    private static final int TCP_NODELAY = 1;
    private static final int TCP_MAXSEG = 2;
    private static final int TCP_CORK = 3;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_SYNCNT = 7;
    private static final int TCP_LINGER2 = 8;
    private static final int TCP_DEFER_ACCEPT = 9;
    private static final int TCP_WINDOW_CLAMP = 10;
    private static final int TCP_INFO = 11;
    private static final int TCP_QUICKACK = 12;
    private static final int TCP_USER_TIMEOUT = 18;
    private static final int TCP_NOTSENT_LOWAT = 25;

    private static final int LONGEST_KEEP_ALIVE = 32767;
    private static final int MOST_PROBES = 127;
    private static final int SMALLEST_SEGMENT = 88;
    private static final int LARGEST_SEGMENT = 32767;
    private static final int USUAL_SEGMENT = 536;
    private static final int USUAL_SYN_COUNT = 6;
    private static final int USUAL_FIN_TIMEOUT = 60;

    /** Bytes of what is told of a connection (struct tcp_info up to tcpi_total_retrans); all but its state is 0. */
    private static final int INFO = 104;

    TcpLevel() {
        super(SocketNumbers.IPPROTO_TCP);
    }

    @Override
    byte[] get(OpenSocket socket, int number) throws PosixException {
        StreamSocket stream = stream(socket);
        return switch (number) {
            case TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT -> known(socket, number, 0);
            case TCP_MAXSEG -> kept(socket, number, USUAL_SEGMENT);
            case TCP_SYNCNT -> kept(socket, number, USUAL_SYN_COUNT);
            case TCP_LINGER2 -> kept(socket, number, USUAL_FIN_TIMEOUT);
            case TCP_QUICKACK -> kept(socket, number, 1);
            case TCP_CORK, TCP_DEFER_ACCEPT, TCP_WINDOW_CLAMP, TCP_USER_TIMEOUT, TCP_NOTSENT_LOWAT ->
                kept(socket, number, 0);
            case TCP_INFO -> {
                byte[] information = new byte[INFO];
                information[0] = (byte) state(stream.state());
                yield information;
            }
            default -> throw unknown();
        };
    }

    private static StreamSocket stream(OpenSocket socket) throws PosixException {
        if (!(socket instanceof StreamSocket stream)) {
            throw unknown();
        }
        return stream;
    }

    /** The number of a state on Linux (netinet/tcp.h). */
    private static int state(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> 1;
            case SYN_SENT -> 2;
            case SYN_RECEIVED -> 3;
            case FIN_WAIT_1 -> 4;
            case FIN_WAIT_2 -> 5;
            case TIME_WAIT -> 6;
            case CLOSED -> 7;
            case CLOSE_WAIT -> 8;
            case LAST_ACK -> 9;
            case LISTEN -> 10;
            case CLOSING -> 11;
        };
    }

    @Override
    void set(OpenSocket socket, int number, byte[] value) throws PosixException {
        stream(socket);
        int wanted = number(value);
        switch (number) {
            case TCP_NODELAY -> setKnown(socket, number, wanted == 0 ? 0 : 1);
            case TCP_KEEPIDLE, TCP_KEEPINTVL -> setKnown(socket, number, within(wanted, 1, LONGEST_KEEP_ALIVE));
            case TCP_KEEPCNT -> setKnown(socket, number, within(wanted, 1, MOST_PROBES));
            case TCP_SYNCNT -> keep(socket, number, within(wanted, 1, MOST_PROBES));
            case TCP_MAXSEG -> keep(socket, number, within(wanted, SMALLEST_SEGMENT, LARGEST_SEGMENT));
            case TCP_USER_TIMEOUT -> keep(socket, number, within(wanted, 0, Integer.MAX_VALUE));
            case TCP_CORK, TCP_QUICKACK -> keep(socket, number, wanted == 0 ? 0 : 1);
            case TCP_LINGER2, TCP_DEFER_ACCEPT, TCP_WINDOW_CLAMP, TCP_NOTSENT_LOWAT -> keep(socket, number, wanted);
            default -> throw unknown();
        }
    }

    private static int within(int value, int least, int most) throws PosixException {
        if (value < least || value > most) {
            throw new PosixException(Errno.EINVAL);
        }
        return value;
    }
}
