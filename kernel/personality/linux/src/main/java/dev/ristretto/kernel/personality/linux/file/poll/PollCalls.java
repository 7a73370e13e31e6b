package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.SignalMaskScope;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** poll(2), select(2) and their like with masks of signals. */
public final class PollCalls {
    private static final int ENTRY = 8;
    private static final long MICROSECOND = 1_000L;

    /** All of them. */
    public PollCalls() {}

    /** Has them answered. */
    public void addTo(CallTable table) {
        table.set(SystemCalls.POLL, caller -> poll(caller, WaitArguments.milliseconds(caller.intArgument(2))));
        table.set(SystemCalls.PPOLL, PollCalls::pollMasked);
        table.set(SystemCalls.SELECT, PollCalls::select);
        table.set(SystemCalls.PSELECT6, PollCalls::selectMasked);
    }

    private static long pollMasked(Caller caller) throws PosixException {
        long timeout = WaitArguments.timespec(caller, caller.argument(2));
        long start = System.nanoTime();
        try (SignalMaskScope _ = WaitArguments.mask(caller, caller.argument(3), caller.argument(4))) {
            return poll(caller, timeout);
        } finally {
            putRest(caller, caller.argument(2), timeout, start, 1);
        }
    }

    private static long poll(Caller caller, long timeoutNanos) throws PosixException {
        long count = caller.argument(1) & 0xffff_ffffL;
        if (count > caller.process().descriptors().limit()) {
            throw new PosixException(Errno.EINVAL);
        }
        byte[] bytes = caller.memory().bytes(caller.argument(0), (int) count * ENTRY);
        ByteBuffer entries = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int used = 0;
        for (int i = 0; i < count; i++) {
            used += entries.getInt(i * ENTRY) >= 0 ? 1 : 0;
        }
        WaitSet set = new WaitSet(used);
        for (int i = 0, at = 0; i < count; i++) {
            int fd = entries.getInt(i * ENTRY);
            if (fd >= 0) {
                set.set(at++, file(caller, fd), entries.getShort(i * ENTRY + 4) & 0xffff);
            }
        }
        int ready = set.await(caller, timeoutNanos);
        for (int i = 0, at = 0; i < count; i++) {
            boolean asked = entries.getInt(i * ENTRY) >= 0;
            entries.putShort(i * ENTRY + 6, (short) (asked ? set.ready(at++) : 0));
        }
        caller.memory().write(caller.argument(0), bytes);
        return ready;
    }

    private static @Nullable OpenFile file(Caller caller, int fd) {
        try {
            return caller.process().descriptors().get(fd);
        } catch (PosixException e) {
            return null;
        }
    }

    private static long select(Caller caller) throws PosixException {
        long timeout = WaitArguments.timeval(caller, caller.argument(4));
        long start = System.nanoTime();
        long result = waitForSets(caller, timeout);
        putRest(caller, caller.argument(4), timeout, start, MICROSECOND);
        return result;
    }

    /** The sixth argument leads to the mask's address and size. */
    private static long selectMasked(Caller caller) throws PosixException {
        long timeout = WaitArguments.timespec(caller, caller.argument(4));
        long start = System.nanoTime();
        long pair = caller.argument(5);
        long mask = pair == 0 ? 0 : caller.memory().getLong(pair);
        long size = pair == 0 ? 0 : caller.memory().getLong(pair + Long.BYTES);
        try (SignalMaskScope _ = WaitArguments.mask(caller, mask, size)) {
            return waitForSets(caller, timeout);
        } finally {
            putRest(caller, caller.argument(4), timeout, start, 1);
        }
    }

    private static long waitForSets(Caller caller, long timeoutNanos) throws PosixException {
        int count = caller.intArgument(0);
        if (count < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        DescriptorSets sets = DescriptorSets.read(
                caller, Math.min(count, caller.process().descriptors().limit()));
        int[] asked = sets.descriptors();
        WaitSet waiting = new WaitSet(asked.length);
        for (int i = 0; i < asked.length; i++) {
            waiting.set(i, caller.process().descriptors().get(asked[i]), sets.events(asked[i]));
        }
        int unused = waiting.await(caller, timeoutNanos);
        return sets.answer(caller, waiting, asked);
    }

    /** What is left is told as Linux does; a failure to tell it, like there, is none of the call. */
    private static void putRest(Caller caller, long address, long timeout, long start, long unit) {
        if (timeout != Wait.FOREVER) {
            try {
                long rest = Math.max(0, timeout - (System.nanoTime() - start));
                WaitArguments.putRest(caller, address, rest, unit);
            } catch (PosixException e) {
                return; // it may be where nothing can be written
            }
        }
    }

    /** The bits of a readiness that each of the three sets of select(2) stands for. */
    static int events(int set) {
        return switch (set) {
            case 0 -> PollEvents.IN | PollEvents.HUP | PollEvents.ERR;
            case 1 -> PollEvents.OUT | PollEvents.ERR;
            default -> DescriptorSets.PRIORITY;
        };
    }
}
