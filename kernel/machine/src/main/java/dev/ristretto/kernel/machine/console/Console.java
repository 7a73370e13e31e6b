package dev.ristretto.kernel.machine.console;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.threads.KernelEvent;
import dev.ristretto.kernel.machine.time.KernelClock;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.graalvm.nativeimage.PinnedObject;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.struct.SizeOf;

/** The console of the instance, bytes in and out. Thread-safe. */
public final class Console {
    /** Marked when input has come. */
    private static final CGlobalData<EventPointer> INPUT = createBytes(() -> SizeOf.get(EventPointer.class));

    private static final ReentrantLock READER = new ReentrantLock();

    private Console() {}

    /**
     * Waits for input, takes what is there up to {@code length} bytes and returns how many; 0 only for length 0, -1
     * when there is no more and never will be.
     */
    public static int read(byte[] target, int from, int length) {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        READER.lock();
        try {
            while (true) {
                try (PinnedObject pinned = PinnedObject.create(target)) {
                    long count = Platform.consoleRead(
                            pinned.addressOfArrayElement(from).rawValue(), length);
                    if (count != 0) {
                        return (int) count;
                    }
                }
                Platform.consoleRequestInput(INPUT.get());
                KernelEvent.await(INPUT.get(), KernelClock.NEVER);
            }
        } finally {
            READER.unlock();
        }
    }

    @CEntryPoint(name = "trap_console_input", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void inputHasCome() {
        KernelEvent.mark(INPUT.get());
    }

    /** How many bytes can be read without waiting. */
    public static int available() {
        return (int) Platform.consoleAvailable();
    }

    /**
     * Writes bytes; waits only while the host takes none.
     *
     * @param errors whether they are meant for standard error, which the host may keep apart
     */
    public static void write(byte[] source, int from, int length, boolean errors) {
        Objects.checkFromIndexSize(from, length, source.length);
        if (length > 0) {
            try (PinnedObject pinned = PinnedObject.create(source)) {
                Platform.consoleWrite(pinned.addressOfArrayElement(from).rawValue(), length, errors);
            }
        }
    }
}
