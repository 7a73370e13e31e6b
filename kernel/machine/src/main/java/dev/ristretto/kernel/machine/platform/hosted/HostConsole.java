package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The console: standard input and standard output. And the report channel, a socket if the process was given one.
 *
 * <p>A write waits for a reader that is slow; meanwhile interrupts let other threads run. Without a reader the process is
 * asked to stop, as a signal would (SIGPIPE).
 */
public final class HostConsole {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int POLL_SIZE = 8;
    private static final int REPORT_SIZE = 256;
    private static final int IN_SIZE = 1024;

    // Layout of STATE.
    private static final int REPORT = 0;
    private static final int REPORT_LENGTH = 8;
    private static final int REPORT_LINE = 16;
    private static final int LOCK = REPORT_LINE + REPORT_SIZE;
    private static final int ENDED = LOCK + 8;
    private static final int IN_FROM = LOCK + 16;
    private static final int IN_TO = LOCK + 24;
    private static final int IN = LOCK + 32;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> IN + IN_SIZE);

    private HostConsole() {}

    /** Uses a descriptor as report channel. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void reportTo(int descriptor) {
        Raw.putLong(STATE.get().rawValue(), REPORT, descriptor);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void write(long address, long bytes) {
        writeAll(OUTPUT, address, bytes);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void writeAll(int descriptor, long address, long bytes) {
        while (bytes > 0) {
            long written = HostCalls.write(descriptor, address, bytes);
            if (written > 0) {
                address += written;
                bytes -= written;
            } else if (written == HostCalls.BROKEN_PIPE) {
                HostMachine.requestStop();
                return;
            } else if (written == HostCalls.TRY_AGAIN) {
                waitFor(descriptor, HostEvents.WRITABLE, 0);
            } else if (written != HostCalls.INTERRUPTED) {
                return;
            }
        }
    }

    /** Whether a descriptor is ready, or has become so after waiting at most {@code timeout} (0: for ever). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean waitFor(int descriptor, int wanted, long timeout) {
        Pointer poll = StackValue.get(POLL_SIZE);
        Raw.putInt(poll.rawValue(), 0, descriptor);
        Raw.putInt(poll.rawValue(), 4, wanted);
        return HostCalls.await(poll.rawValue(), 1, timeout) > 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void writeNow(int character) {
        Pointer buffer = StackValue.get(8);
        Raw.putByte(buffer.rawValue(), character);
        write(buffer.rawValue(), 1);
    }

    /** Writes a C string. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void print(CCharPointer text) {
        for (int i = 0; text.read(i) != 0; i++) {
            writeNow(text.read(i));
        }
    }

    /** Whether there is input or its end. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean hasInput() {
        Pointer none = StackValue.get(16);
        Raw.putLong(none.rawValue(), 0, 0);
        Raw.putLong(none.rawValue(), 8, 0);
        return waitFor(INPUT, HostEvents.READABLE, none.rawValue());
    }

    /** Takes up to {@code bytes} of the input that has come; returns how many, 0 if none is there, -1 if none will come. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long read(long address, long bytes) {
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(state + LOCK);
        long count = fill(state);
        boolean ended = Raw.getLong(state, ENDED) != 0;
        if (count > bytes) {
            count = bytes;
        }
        long from = Raw.getLong(state, IN_FROM);
        Cpu.copy(address, state + IN + from, count);
        Raw.putLong(state, IN_FROM, from + count);
        SpinLock.release(state + LOCK, flags);
        return count == 0 && ended ? -1 : count;
    }

    /** How many bytes of input can be read at once, at least. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long available() {
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(state + LOCK);
        long count = fill(state);
        SpinLock.release(state + LOCK, flags);
        return count;
    }

    /** Reads ahead if nothing is buffered; returns how much is. The lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long fill(long state) {
        long count = Raw.getLong(state, IN_TO) - Raw.getLong(state, IN_FROM);
        if (count > 0 || Raw.getLong(state, ENDED) != 0 || !hasInput()) {
            return count;
        }
        count = HostCalls.read(INPUT, state + IN, IN_SIZE);
        if (count == HostCalls.INTERRUPTED || count == HostCalls.TRY_AGAIN) {
            return 0;
        }
        if (count <= 0) {
            Raw.putLong(state, ENDED, 1);
            return 0;
        }
        Raw.putLong(state, IN_FROM, 0);
        Raw.putLong(state, IN_TO, count);
        return count;
    }

    /** Has an event marked once, when there is input. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void requestInput(long event) {
        HostEvents.request(INPUT, HostEvents.READABLE, event);
    }

    /** Writes the report line by line. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void reportWrite(int character) {
        long state = STATE.get().rawValue();
        int descriptor = (int) Raw.getLong(state, REPORT);
        long length = Raw.getLong(state, REPORT_LENGTH);
        if (descriptor == 0) {
            return;
        }
        Raw.putByte(state + REPORT_LINE + length, character);
        length++;
        if (character == '\n' || length == REPORT_SIZE) {
            writeAll(descriptor, state + REPORT_LINE, length);
            length = 0;
        }
        Raw.putLong(state, REPORT_LENGTH, length);
    }
}
