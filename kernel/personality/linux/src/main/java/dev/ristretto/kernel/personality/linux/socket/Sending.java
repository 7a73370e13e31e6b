package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserRange;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import dev.ristretto.kernel.posix.socket.StreamSocket;
import java.nio.ByteBuffer;
import java.util.List;

/** Sends bytes of a program, waiting as long as its flags and its socket say. For one call. */
final class Sending {
    /** No message is longer, in bytes; each kind of socket has a limit of its own below. */
    private static final int LONGEST_MESSAGE = 1 << 18;

    private static final int CHUNK = 1 << 16;

    private final Caller caller;
    private final OpenSocket socket;
    private final SocketMessage message;
    private final int flags;
    private final long deadline;

    Sending(Caller caller, OpenSocket socket, SocketMessage message, int flags) {
        this.caller = caller;
        this.socket = socket;
        this.message = message;
        this.flags = flags;
        deadline = SocketLookup.deadline(socket.sendPatience());
    }

    /**
     * Sends what is in the ranges; a stream that has taken something fails no more.
     *
     * @return how many bytes
     * @throws PosixException EPIPE if nobody will read it, which a stream's caller is told besides unless it has said
     *     MSG_NOSIGNAL; EAGAIN, EINTR, EMSGSIZE and what the socket says
     */
    long send(UserRange... ranges) throws PosixException {
        if ((flags & (SocketNumbers.MSG_OOB | SocketNumbers.MSG_FASTOPEN)) != 0) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        message.setMore((flags & SocketNumbers.MSG_MORE) != 0);
        MessageRanges cursor = new MessageRanges(caller.memory(), ranges);
        if (socket.type() != OpenSocket.STREAM) {
            return whole(cursor);
        }
        try {
            return stream(cursor);
        } catch (PosixException e) {
            boolean never = socket instanceof StreamSocket && e.errno() == Errno.ENOTCONN;
            if (!never && e.errno() != Errno.EPIPE) {
                throw e;
            }
            if ((flags & SocketNumbers.MSG_NOSIGNAL) == 0) {
                caller.brokenPipe();
            }
            throw new PosixException(Errno.EPIPE);
        }
    }

    private long whole(MessageRanges cursor) throws PosixException {
        if (cursor.left() > LONGEST_MESSAGE) {
            throw new PosixException(Errno.EMSGSIZE);
        }
        byte[] bytes = new byte[(int) cursor.left()];
        if (cursor.read(bytes, bytes.length) < bytes.length) {
            throw new PosixException(Errno.EFAULT);
        }
        return sendOrWait(ByteBuffer.wrap(bytes));
    }

    private long stream(MessageRanges cursor) throws PosixException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, cursor.left())];
        long sent = 0;
        do {
            int wanted = (int) Math.min(chunk.length, cursor.left());
            int filled = cursor.read(chunk, wanted);
            if (filled == 0 && wanted > 0) {
                return atLeastOne(sent, Errno.EFAULT);
            }
            ByteBuffer source = ByteBuffer.wrap(chunk, 0, filled);
            do {
                try {
                    sent += sendOrWait(source);
                } catch (PosixException e) {
                    if (sent > 0) {
                        return sent;
                    }
                    throw e;
                }
                message.setFiles(List.of());
            } while (source.hasRemaining());
        } while (cursor.left() > 0);
        return sent;
    }

    private static long atLeastOne(long sent, Errno otherwise) throws PosixException {
        if (sent == 0) {
            throw new PosixException(otherwise);
        }
        return sent;
    }

    private int sendOrWait(ByteBuffer source) throws PosixException {
        while (true) {
            int count = socket.trySend(source, message);
            if (count >= 0) {
                return count;
            }
            if (count == OpenFile.INTERRUPTED) {
                throw SocketLookup.endOfWait(caller, socket, deadline, Errno.EAGAIN);
            }
            if (socket.isNonBlocking() || (flags & SocketNumbers.MSG_DONTWAIT) != 0) {
                throw new PosixException(Errno.EAGAIN);
            }
            if (!socket.awaitRoom(message, SocketLookup.left(deadline))) {
                throw SocketLookup.endOfWait(caller, socket, deadline, Errno.EAGAIN);
            }
        }
    }
}
