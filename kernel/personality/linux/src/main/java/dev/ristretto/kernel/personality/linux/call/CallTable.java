package dev.ristretto.kernel.personality.linux.call;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Who answers which system call, by its number ({@code SystemCalls}). Filled before the first program begins. */
public final class CallTable {
    private static final int SIZE = 512;

    private final @Nullable SystemCall[] calls = new SystemCall[SIZE];
    private final LongConsumer missing;
    private final @Nullable CallTrace trace;

    /** An empty table whose calls nobody is told, but the number of each that nobody answers. */
    public CallTable(LongConsumer missing) {
        this(missing, null);
    }

    /**
     * An empty table.
     *
     * @param missing is told the number of each call that nobody answers
     * @param trace is told each call, if there is one
     */
    public CallTable(LongConsumer missing, @Nullable CallTrace trace) {
        this.missing = missing;
        this.trace = trace;
    }

    /** Has calls of a number answered. */
    public void set(int number, SystemCall call) {
        if (calls[number] != null) {
            throw new IllegalStateException("two answer system call " + number);
        }
        calls[number] = call;
    }

    /** Whether somebody answers calls of a number. */
    public boolean has(int number) {
        return calls[number] != null;
    }

    /** Answers a call; ENOSYS if nobody does. */
    public long call(long number, Caller caller) throws PosixException {
        SystemCall call = number >= 0 && number < SIZE ? calls[(int) number] : null;
        if (call == null) {
            call = _ -> {
                missing.accept(number);
                throw new PosixException(Errno.ENOSYS);
            };
        }
        return trace == null ? call.call(caller) : trace.call(number, call, caller);
    }
}
