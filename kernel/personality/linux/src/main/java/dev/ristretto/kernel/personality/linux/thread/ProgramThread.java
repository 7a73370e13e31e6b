package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallNames;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.SignalMaskScope;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexTable;
import dev.ristretto.kernel.personality.linux.thread.futex.RobustList;
import dev.ristretto.kernel.personality.linux.thread.signal.FaultSignals;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfThread;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a program: goes to ring 3, answers what comes back from there, delivers signals, and goes there again.
 * Its methods are for the thread itself, but for those that say so.
 */
public final class ProgramThread implements Caller {
    private static final int[] ARGUMENTS = {
        UserContext.RDI, UserContext.RSI, UserContext.RDX, UserContext.R10, UserContext.R8, UserContext.R9
    };

    private final LinuxProcess process;
    private final Object contextLock = new Object();
    private volatile UserContext context;
    private final ThreadServices services;
    private final SignalsOfThread signals;
    private final ProgramCarrier carrier;
    private volatile int number;
    private volatile String name;
    private final SignalDelivery delivery;
    private long clearedAtEnd;
    private volatile long robustList;
    private int exitCode;

    ProgramThread(LinuxProcess process, int number, UserContext context, long mask, String name) {
        this.process = process;
        this.number = number;
        this.context = context;
        this.name = name;
        this.services = process.services();
        this.carrier = new ProgramCarrier(this, name + " " + number);
        this.signals = new SignalsOfThread(process.signals(), this::wake, mask);
        this.delivery = new SignalDelivery(this, signals);
    }

    /** The thread of a program that the calling thread runs; null if it runs none. */
    public static @Nullable ProgramThread current() {
        return Thread.currentThread() instanceof ProgramCarrier carrier ? carrier.program() : null;
    }

    /** The thread behind a caller. */
    static ProgramThread of(Caller caller) {
        return (ProgramThread) caller;
    }

    private void wake() {
        if (Thread.currentThread() != carrier) {
            synchronized (contextLock) {
                context.interrupt();
            }
            LockSupport.unpark(carrier);
        }
    }

    /** Begins to run; by whoever has made it. */
    void start() {
        carrier.start();
    }

    @Override
    public long argument(int index) {
        return context.get(ARGUMENTS[index]);
    }

    @Override
    public UserMemory memory() {
        return process.programMemory().memory();
    }

    @Override
    public MemoryAreas areas() {
        return process.programMemory().areas();
    }

    @Override
    public Process process() {
        return process.files();
    }

    @Override
    public boolean isSignalled() {
        return signals.isSignalled();
    }

    @Override
    public SignalMaskScope withSignalMask(long mask) {
        signals.setMaskMeanwhile(mask);
        return () -> {}; // the old one is back when the call has ended, and its signals are delivered
    }

    @Override
    public void brokenPipe() {
        boolean unused = process.signals()
                .send(signals, SignalNote.from(SignalNumbers.PIPE, SignalNote.BY_USER, process.number()));
    }

    @Override
    public int threadId() {
        return number;
    }

    @Override
    public int processId() {
        return process.number();
    }

    /** The process it belongs to; by any thread. */
    public LinuxProcess owner() {
        return process;
    }

    /** Its number; by any thread. */
    public int number() {
        return number;
    }

    void setNumber(int number) {
        this.number = number;
    }

    /** What it is called; by any thread. */
    public String name() {
        return name;
    }

    void setName(String name) {
        this.name = name;
    }

    UserContext context() {
        return context;
    }

    /** Goes on with other registers, of other memory. */
    void changeContext(UserContext next) {
        UserContext old = context;
        synchronized (contextLock) {
            context = next;
        }
        old.close();
    }

    /** Its signals; by any thread. */
    SignalsOfThread signals() {
        return signals;
    }

    /** How many nanoseconds it has run; by any thread. */
    public long processorTime() {
        return services.times().of(carrier);
    }

    /** At its end the word at this address becomes 0 and one who waits for that is woken; 0 for none. */
    void clearAtEnd(long address) {
        clearedAtEnd = address;
    }

    /** Where the list of the locks begins that it holds, 0 for nowhere; by any thread. */
    long robustList() {
        return robustList;
    }

    void setRobustList(long head) {
        robustList = head;
    }

    /** Ends after this call. */
    void exit(int code) {
        exitCode = code;
        signals.end();
    }

    int exitCode() {
        return exitCode;
    }

    void run() {
        try {
            services.times().begun();
            while (!signals.isEnding()) {
                delivery.run();
                if (!signals.isEnding()) {
                    handle(context.enter());
                }
            }
        } catch (RuntimeException | Error e) {
            services.console().accept("thread " + number + " of " + name + " cannot go on: " + e);
            process.end(new ProgramEnd(0, SignalNumbers.KILL));
        } finally {
            leave();
        }
    }

    private void handle(int why) {
        switch (why) {
            case UserContext.SYSTEM_CALL -> systemCall((int) context.get(UserContext.RAX));
            case UserContext.PAGE_FAULT -> pageFault();
            case UserContext.INTERRUPTED -> {}
            default -> {
                delivery.setTrap(why, context.faultError());
                SignalNote note = FaultSignals.of(why, context);
                if (note != null) {
                    process.signals().force(signals, note);
                }
            }
        }
    }

    private void systemCall(int call) {
        long result;
        try {
            result = services.calls().call(call, this);
        } catch (PosixException e) {
            result = -e.errno().number();
            if (e.errno() == Errno.EINTR) {
                delivery.setInterrupted(call);
            }
        } catch (OutOfMemoryError e) {
            result = failed(call, e, Errno.ENOMEM);
        } catch (RuntimeException | StackOverflowError e) {
            result = failed(call, e, Errno.EIO);
        }
        context.set(UserContext.RAX, result);
    }

    private long failed(int call, Throwable cause, Errno errno) {
        StackTraceElement[] trace = cause.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        services.console().accept(CallNames.of(call) + " of " + name + " failed: " + cause + place);
        return -errno.number();
    }

    private void pageFault() {
        long address = context.faultAddress();
        long error = context.faultError();
        FaultOutcome outcome = process.fault(address, error);
        if (outcome == FaultOutcome.RESOLVED) {
            return;
        }
        // What lies in the kernel's half is told as if it were there (set_signal_archinfo).
        boolean kernels = Long.compareUnsigned(address, UserSpace.HIGH_END) >= 0;
        delivery.setPageFault(kernels ? error | UserContext.PRESENT : error, address);
        if (outcome == FaultOutcome.NO_MEMORY) {
            services.console().accept(name + " (process " + process.number() + ") needs more memory than there is");
        }
        process.signals().force(signals, FaultSignals.ofPage(outcome, address));
    }

    /** The locks first, then the word that others wait for, and only then is the thread gone. */
    private void leave() {
        try {
            releaseRobustList();
            if (clearedAtEnd != 0) {
                clearAndWake();
            }
        } finally {
            process.leave(this);
            services.times().ended();
        }
    }

    /** Gives up the locks that it holds. */
    void releaseRobustList() {
        if (robustList != 0) {
            new RobustList(services.futexes(), services.keys(), this, number).release(robustList);
            robustList = 0;
        }
    }

    private void clearAndWake() {
        try {
            memory().putInt(clearedAtEnd, 0);
            int unused = services.futexes().wake(services.keys().key(this, clearedAtEnd, true), 1, FutexTable.ANY_BIT);
        } catch (PosixException e) {
            // The program has given that memory back: nobody can wait for it.
        }
    }
}
