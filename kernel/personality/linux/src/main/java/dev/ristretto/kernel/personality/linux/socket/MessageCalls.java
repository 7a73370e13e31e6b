package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import dev.ristretto.kernel.posix.socket.SocketName;

/** The calls that move messages: sendmsg(2), recvmsg(2), sendmmsg(2), recvmmsg(2). */
final class MessageCalls {
    private static final int MOST_MESSAGES = UserMemory.MOST_RANGES;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Destinations destinations;

    MessageCalls(Destinations destinations) {
        this.destinations = destinations;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.SENDMSG, this::send);
        table.set(SystemCalls.RECVMSG, this::receive);
        table.set(SystemCalls.SENDMMSG, this::sendSeveral);
        table.set(SystemCalls.RECVMMSG, this::receiveSeveral);
    }

    private long send(Caller caller) throws PosixException {
        return send(caller, SocketLookup.socket(caller), caller.argument(1), caller.intArgument(2));
    }

    private long send(Caller caller, OpenSocket socket, long place, int flags) throws PosixException {
        UserMemory memory = caller.memory();
        MessageHeader header = MessageHeader.read(memory, place);
        SocketMessage message = new SocketMessage();
        if (header.nameLength() > 0) {
            byte[] address = memory.bytes(header.name(), header.nameLength());
            message.setName(destinations.find(caller, socket, address));
        }
        message.setCredentials(SocketLookup.credentials(caller));
        SentControls.add(caller, socket, header, message);
        return new Sending(caller, socket, message, flags).send(header.ranges(memory));
    }

    private long sendSeveral(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        long place = caller.argument(1);
        int count = several(caller);
        for (int done = 0; done < count; done++) {
            try {
                long length = send(caller, socket, place, caller.intArgument(3));
                caller.memory().putInt(place + MessageHeader.SIZE, (int) length);
            } catch (PosixException e) {
                return orFailure(done, e);
            }
            place += MessageHeader.STEP;
        }
        return count;
    }

    private static int several(Caller caller) {
        return (int) Math.min(caller.argument(2) & 0xffff_ffffL, MOST_MESSAGES);
    }

    /** What was done counts; if nothing was, the failure does. */
    private static long orFailure(int done, PosixException failure) throws PosixException {
        if (done == 0) {
            throw failure;
        }
        return done;
    }

    private long receive(Caller caller) throws PosixException {
        return receive(caller, SocketLookup.socket(caller), caller.argument(1), caller.intArgument(2));
    }

    private static long receive(Caller caller, OpenSocket socket, long place, int flags) throws PosixException {
        UserMemory memory = caller.memory();
        MessageHeader header = MessageHeader.read(memory, place);
        SocketMessage message = new SocketMessage();
        Receiving receiving = new Receiving(caller, socket, message, flags);
        try {
            long count = receiving.receive(header.ranges(memory));
            SocketName name = message.name();
            header.giveName(
                    memory, name == null ? new byte[0] : SocketAddresses.bytes(name, SocketLookup.family(socket)));
            ReceivedControls controls = new ReceivedControls(header.controlLength());
            controls.add(caller, socket, message, (flags & SocketNumbers.MSG_CMSG_CLOEXEC) != 0);
            int told = (receiving.isTruncated() ? SocketNumbers.MSG_TRUNC : 0)
                    | (controls.isCut() ? SocketNumbers.MSG_CTRUNC : 0)
                    | flags & SocketNumbers.MSG_CMSG_CLOEXEC
                    | (socket.type() == OpenSocket.SEQUENCED ? SocketNumbers.MSG_EOR : 0);
            header.giveResult(memory, controls.give(caller, header.control()), told);
            return count;
        } finally {
            message.files().forEach(OpenFile::dropDescriptor); // descriptors were opened for those there was room for
        }
    }

    /** The time-out is looked at between messages, as on Linux. */
    private long receiveSeveral(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        int flags = caller.intArgument(3);
        long deadline = deadline(caller);
        long place = caller.argument(1);
        int count = several(caller);
        for (int done = 0; done < count; done++) {
            try {
                long length = receive(caller, socket, place, flags & ~SocketNumbers.MSG_WAITFORONE);
                caller.memory().putInt(place + MessageHeader.SIZE, (int) length);
            } catch (PosixException e) {
                return orFailure(done, e);
            }
            if ((flags & SocketNumbers.MSG_WAITFORONE) != 0) {
                flags |= SocketNumbers.MSG_DONTWAIT;
            }
            if (SocketLookup.left(deadline) == 0) {
                return done + 1;
            }
            place += MessageHeader.STEP;
        }
        return count;
    }

    private static long deadline(Caller caller) throws PosixException {
        if (caller.argument(4) == 0) {
            return SocketLookup.deadline(Long.MAX_VALUE);
        }
        long seconds = caller.memory().getLong(caller.argument(4));
        long nanos = caller.memory().getLong(caller.argument(4) + Long.BYTES);
        if (seconds < 0 || nanos < 0 || nanos >= NANOS_PER_SECOND) {
            throw new PosixException(Errno.EINVAL);
        }
        return SocketLookup.deadline(Math.min(seconds, Integer.MAX_VALUE) * NANOS_PER_SECOND + nanos);
    }
}
