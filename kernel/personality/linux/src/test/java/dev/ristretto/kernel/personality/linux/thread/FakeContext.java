package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Registers whose program is a script: each time the thread goes to ring 3, the next step of it says what happens. */
final class FakeContext implements UserContext {
    /** What happens in ring 3. */
    interface Step {
        /** Changes registers; what {@link #enter} returns. */
        int run(FakeContext context) throws Exception;
    }

    /** Where the program goes on after its system calls. */
    static final long CODE = 0x40_1000;

    private final long[] registers = new long[24];
    private final Queue<Step> script = new ArrayDeque<>();
    private byte[] vectors = new byte[VECTOR_STATE];
    private long threadPointer;
    private long faultAddress;
    private long faultError;
    private volatile boolean interrupted;
    private volatile @Nullable Thread thread;
    volatile boolean closed;
    int resets;

    FakeContext then(Step step) {
        script.add(step);
        return this;
    }

    /** The script goes on with a system call. */
    FakeContext call(int number, long... arguments) {
        return then(context -> context.makeCall(number, arguments));
    }

    int makeCall(int number, long... arguments) {
        int[] order = {RDI, RSI, RDX, R10, R8, R9};
        for (int i = 0; i < arguments.length; i++) {
            registers[order[i]] = arguments[i];
        }
        registers[RAX] = number;
        registers[RIP] = CODE;
        return SYSTEM_CALL;
    }

    int fault(long address, int error, long instruction) {
        faultAddress = address;
        faultError = error;
        registers[RIP] = instruction;
        return PAGE_FAULT;
    }

    /** Computes until somebody interrupts. */
    int compute() {
        while (!interrupted) {
            LockSupport.park(this);
        }
        interrupted = false;
        return INTERRUPTED;
    }

    @Override
    public int enter() {
        thread = Thread.currentThread();
        Step step = script.poll();
        if (step == null) {
            throw new AssertionError("the program goes on behind its script at " + Arrays.toString(registers));
        }
        try {
            return step.run(this);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public long get(int register) {
        return registers[register];
    }

    @Override
    public void set(int register, long value) {
        registers[register] = value;
    }

    @Override
    public long faultAddress() {
        return faultAddress;
    }

    @Override
    public long faultError() {
        return faultError;
    }

    @Override
    public long threadPointer() {
        return threadPointer;
    }

    @Override
    public void setThreadPointer(long address) {
        threadPointer = address;
    }

    @Override
    public void vectorState(byte[] target) {
        System.arraycopy(vectors, 0, target, 0, VECTOR_STATE);
    }

    @Override
    public void setVectorState(byte[] source) {
        vectors = Arrays.copyOf(source, VECTOR_STATE);
    }

    @Override
    public void resetVectorState() {
        resets++;
        vectors = new byte[VECTOR_STATE];
    }

    @Override
    public void interrupt() {
        interrupted = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closed = true;
    }
}
