package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserRange;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import dev.ristretto.kernel.posix.socket.StreamSocket;
import java.nio.ByteBuffer;

/** Receives bytes for a program, waiting as long as its flags and its socket say. For one call. */
final class Receiving {
    /** No message is longer, in bytes. */
    private static final int LONGEST_MESSAGE = 1 << 18;

    private static final int LARGEST_CHUNK = 1 << 16;
    private static final int SMALLEST_CHUNK = 1 << 12;

    private final Caller caller;
    private final OpenSocket socket;
    private final SocketMessage message;
    private final int flags;
    private final boolean peek;
    private final long deadline;
    private boolean truncated;

    Receiving(Caller caller, OpenSocket socket, SocketMessage message, int flags) {
        this.caller = caller;
        this.socket = socket;
        this.message = message;
        this.flags = flags;
        peek = has(SocketNumbers.MSG_PEEK);
        deadline = SocketLookup.deadline(socket.receivePatience());
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether the message was longer than what there was room for. */
    boolean isTruncated() {
        return truncated;
    }

    /**
     * Receives into the ranges; a stream of which something was received fails no more.
     *
     * @return how many bytes; of a message with MSG_TRUNC its whole length
     */
    long receive(UserRange... ranges) throws PosixException {
        if (has(SocketNumbers.MSG_OOB)) {
            throw new PosixException(socket.type() == OpenSocket.STREAM ? Errno.EINVAL : Errno.EOPNOTSUPP);
        }
        if (has(SocketNumbers.MSG_ERRQUEUE)) {
            throw new PosixException(Errno.EAGAIN);
        }
        MessageRanges cursor = new MessageRanges(caller.memory(), ranges);
        return socket.type() == OpenSocket.STREAM ? stream(cursor) : whole(cursor);
    }

    private long whole(MessageRanges cursor) throws PosixException {
        ByteBuffer target = ByteBuffer.allocate((int) Math.min(LONGEST_MESSAGE, cursor.left()));
        int count = tryReceive(target);
        while (count == OpenFile.WOULD_BLOCK) {
            await();
            count = tryReceive(target);
        }
        int length = Math.max(0, count);
        if (cursor.write(target.array(), length) < length) {
            throw new PosixException(Errno.EFAULT);
        }
        truncated = message.length() > length;
        return truncated && has(SocketNumbers.MSG_TRUNC) ? message.length() : length;
    }

    private long stream(MessageRanges cursor) throws PosixException {
        boolean all = has(SocketNumbers.MSG_WAITALL) && !peek;
        long received = 0;
        while (true) {
            try {
                ByteBuffer chunk = ByteBuffer.allocate(chunk(cursor.left()));
                int count = tryReceive(chunk);
                if (count == OpenFile.END_OF_FILE) {
                    return received;
                }
                if (count == OpenFile.WOULD_BLOCK) {
                    if (received > 0 && !all) {
                        return received;
                    }
                    await();
                    continue;
                }
                give(cursor, chunk.array(), count);
                received += count;
                boolean more = !peek && message.files().isEmpty() && (all || count == chunk.capacity());
                if (!more || cursor.left() == 0) {
                    return received;
                }
            } catch (PosixException e) {
                if (received > 0) {
                    return received;
                }
                throw e;
            }
        }
    }

    private int chunk(long left) throws PosixException {
        int present = peek ? LARGEST_CHUNK : Math.max(SMALLEST_CHUNK, socket.available());
        return (int) Math.min(left, Math.min(LARGEST_CHUNK, present));
    }

    /** TCP throws bytes away that are received with MSG_TRUNC (tcp(7)). */
    private void give(MessageRanges cursor, byte[] bytes, int count) throws PosixException {
        if (has(SocketNumbers.MSG_TRUNC) && socket instanceof StreamSocket) {
            cursor.skip(count);
        } else if (cursor.write(bytes, count) < count) {
            throw new PosixException(Errno.EFAULT);
        }
    }

    private int tryReceive(ByteBuffer target) throws PosixException {
        int count = socket.tryReceive(target, message, peek);
        if (count == OpenFile.INTERRUPTED) {
            throw SocketLookup.endOfWait(caller, socket, deadline, Errno.EAGAIN);
        }
        return count;
    }

    private void await() throws PosixException {
        if (socket.isNonBlocking() || has(SocketNumbers.MSG_DONTWAIT)) {
            throw new PosixException(Errno.EAGAIN);
        }
        if (socket.await(PollEvents.IN, SocketLookup.left(deadline)) == 0) {
            throw SocketLookup.endOfWait(caller, socket, deadline, Errno.EAGAIN);
        }
    }
}
