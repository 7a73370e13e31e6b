package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.family.ChildEnd;
import dev.ristretto.kernel.personality.linux.thread.family.ProgramUsage;
import dev.ristretto.kernel.personality.linux.thread.family.WaitRequest;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Waiting for children (wait4(2), waitid(2)). None is ever stopped. */
final class WaitCalls {
    private static final int USUAL_OPTIONS =
            WaitRequest.NO_WAIT | WaitRequest.STOPPED | WaitRequest.CONTINUED | WaitRequest.KINDS;
    private static final int EVENTS = WaitRequest.STOPPED | WaitRequest.ENDED | WaitRequest.CONTINUED;

    // Whom waitid waits for.
    private static final int ANY = 0;
    private static final int ONE = 1;
    private static final int GROUP = 2;
    private static final int BY_DESCRIPTOR = 3;

    /** The fields of siginfo_t that are written: three, and three behind a gap. */
    private static final int FIELDS = 3 * Integer.BYTES;

    private static final int MORE_AT = 16;

    void addTo(CallTable table) {
        table.set(SystemCalls.WAIT4, this::await);
        table.set(SystemCalls.WAITID, this::awaitById);
    }

    private static @Nullable ChildEnd await(Caller caller, WaitRequest request) throws PosixException {
        LinuxProcess process = ProgramThread.of(caller).owner();
        return process.table().families().await(caller, process.kin(), request);
    }

    private static int ownGroup(Caller caller) {
        LinuxProcess process = ProgramThread.of(caller).owner();
        return process.table().families().group(process.kin());
    }

    private long await(Caller caller) throws PosixException {
        int whom = caller.intArgument(0);
        int options = caller.intArgument(2);
        if ((options & ~USUAL_OPTIONS) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (whom == Integer.MIN_VALUE) {
            throw new PosixException(Errno.ESRCH);
        }
        int group = whom == 0 ? ownGroup(caller) : whom < -1 ? -whom : 0;
        ChildEnd end = await(caller, new WaitRequest(Math.max(whom, 0), group, options | WaitRequest.ENDED));
        if (end == null) {
            return 0;
        }
        if (caller.argument(1) != 0) {
            caller.memory().putInt(caller.argument(1), end.waitStatus());
        }
        writeUsage(caller, caller.argument(3), end.usage());
        return end.number();
    }

    private static void writeUsage(Caller caller, long address, ProgramUsage usage) throws PosixException {
        if (address != 0) {
            caller.memory().write(address, usage.bytes());
        }
    }

    private long awaitById(Caller caller) throws PosixException {
        int options = caller.intArgument(3);
        boolean known = (options & ~(USUAL_OPTIONS | EVENTS | WaitRequest.KEEP)) == 0;
        if (!known || (options & EVENTS) == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        ChildEnd end = await(caller, request(caller, options));
        if (end != null) {
            writeUsage(caller, caller.argument(4), end.usage());
        }
        if (caller.argument(2) != 0) {
            writeInformation(caller, caller.argument(2), end);
        }
        return 0;
    }

    private static WaitRequest request(Caller caller, int options) throws PosixException {
        int whom = caller.intArgument(1);
        return switch (caller.intArgument(0)) {
            case ANY -> new WaitRequest(0, 0, options);
            case ONE -> {
                requireValid(whom > 0, Errno.EINVAL);
                yield new WaitRequest(whom, 0, options);
            }
            case GROUP -> {
                requireValid(whom >= 0, Errno.EINVAL);
                yield new WaitRequest(0, whom == 0 ? ownGroup(caller) : whom, options);
            }
            case BY_DESCRIPTOR -> {
                requireValid(whom >= 0, Errno.EINVAL);
                throw new PosixException(Errno.EBADF); // no descriptor stands for a process
            }
            default -> throw new PosixException(Errno.EINVAL);
        };
    }

    private static void requireValid(boolean valid, Errno otherwise) throws PosixException {
        if (!valid) {
            throw new PosixException(otherwise);
        }
    }

    private static void writeInformation(Caller caller, long address, @Nullable ChildEnd end) throws PosixException {
        ByteBuffer first = ByteBuffer.allocate(FIELDS).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer second = ByteBuffer.allocate(FIELDS).order(ByteOrder.LITTLE_ENDIAN);
        if (end != null) {
            first.putInt(SignalNumbers.CHILD).putInt(0).putInt(end.reason());
            second.putInt(end.number()).putInt(end.user()).putInt(end.reasonStatus());
        }
        caller.memory().write(address, first.array());
        caller.memory().write(address + MORE_AT, second.array());
    }
}
