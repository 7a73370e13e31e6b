package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.linux.PollDescriptor;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * The console: standard input, output and error. And the report channel, a socket if the process was given one.
 *
 * <p>A write waits for a reader that is slow; meanwhile interrupts let other threads run. Without a reader of standard
 * output the process is asked to stop, as a signal would (SIGPIPE).
 */
public final class HostConsole {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;
    private static final int REPORT_SIZE = 256;
    private static final int IN_SIZE = 1024;

    private static final CGlobalData<Pointer> REPORT = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> REPORT_LENGTH = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> REPORT_LINE = createBytes(() -> REPORT_SIZE);

    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);
    private static final CGlobalData<Pointer> ENDED = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> IN_FROM = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> IN_TO = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> IN = createBytes(() -> IN_SIZE);

    private HostConsole() {}

    /** Uses a descriptor as report channel. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void reportTo(int descriptor) {
        Variable.set(REPORT.get(), descriptor);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void write(long address, long bytes, boolean errors) {
        writeAll(errors ? ERRORS : OUTPUT, address, bytes);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void writeAll(int descriptor, long address, long bytes) {
        while (bytes > 0) {
            long written = HostCalls.write(descriptor, address, bytes);
            if (written > 0) {
                address += written;
                bytes -= written;
            } else if (written == -ErrorNumbers.EPIPE) {
                if (descriptor != ERRORS) {
                    HostMachine.requestStop();
                }
                return;
            } else if (written == -ErrorNumbers.EAGAIN) {
                waitFor(descriptor, PollDescriptor.WRITABLE, WordFactory.nullPointer());
            } else if (written != -ErrorNumbers.EINTR) {
                return;
            }
        }
    }

    /** Whether a descriptor is ready, or has become so after waiting at most {@code timeout} (null: for ever). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean waitFor(int descriptor, int wanted, Pointer timeout) {
        Pointer poll = StackValue.get(PollDescriptor.SIZE);
        PollDescriptor.set(poll, descriptor, wanted);
        return HostCalls.await(poll, 1, timeout) > 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void writeNow(int character) {
        Pointer buffer = StackValue.get(8);
        Text.put(buffer.rawValue(), character);
        writeAll(OUTPUT, buffer.rawValue(), 1);
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
        Pointer none = StackValue.get(Timespec.SIZE);
        Timespec.set(none, 0);
        return waitFor(INPUT, PollDescriptor.READABLE, none);
    }

    /**
     * Takes up to {@code bytes} of the input that has come; returns how many, 0 if none is there, -1 if none will come.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long read(long address, long bytes) {
        long flags = SpinLock.acquire(LOCK.get());
        long count = fill();
        boolean ended = Variable.get(ENDED.get()) != 0;
        if (count > bytes) {
            count = bytes;
        }
        long from = Variable.get(IN_FROM.get());
        Cpu.copy(address, IN.get().rawValue() + from, count);
        Variable.set(IN_FROM.get(), from + count);
        SpinLock.release(LOCK.get(), flags);
        return count == 0 && ended ? -1 : count;
    }

    /** How many bytes of input can be read at once, at least. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long available() {
        long flags = SpinLock.acquire(LOCK.get());
        long count = fill();
        SpinLock.release(LOCK.get(), flags);
        return count;
    }

    /** Reads ahead if nothing is buffered; returns how much is. The lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long fill() {
        long count = Variable.get(IN_TO.get()) - Variable.get(IN_FROM.get());
        if (count > 0 || Variable.get(ENDED.get()) != 0 || !hasInput()) {
            return count;
        }
        count = HostCalls.read(INPUT, IN.get().rawValue(), IN_SIZE);
        if (count == -ErrorNumbers.EINTR || count == -ErrorNumbers.EAGAIN) {
            return 0;
        }
        if (count <= 0) {
            Variable.set(ENDED.get(), 1);
            return 0;
        }
        Variable.set(IN_FROM.get(), 0);
        Variable.set(IN_TO.get(), count);
        return count;
    }

    /** Has an event marked once, when there is input. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void requestInput(EventPointer event) {
        HostEvents.request(INPUT, PollDescriptor.READABLE, event);
    }

    /** Writes the report line by line. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void reportWrite(int character) {
        int descriptor = (int) Variable.get(REPORT.get());
        long length = Variable.get(REPORT_LENGTH.get());
        if (descriptor == 0) {
            return;
        }
        Text.put(REPORT_LINE.get().rawValue() + length, character);
        length++;
        if (character == '\n' || length == REPORT_SIZE) {
            writeAll(descriptor, REPORT_LINE.get().rawValue(), length);
            length = 0;
        }
        Variable.set(REPORT_LENGTH.get(), length);
    }
}
