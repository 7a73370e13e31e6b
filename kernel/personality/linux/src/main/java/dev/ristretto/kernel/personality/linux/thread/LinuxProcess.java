package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.thread.alarm.AlarmClock;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfProcess;
import dev.ristretto.kernel.personality.linux.thread.traits.ProcessTraits;
import dev.ristretto.kernel.personality.linux.thread.traits.ResourceLimits;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A process: what the threads of a program have in common. Safe for use by several threads. */
public final class LinuxProcess {
    private final ProcessTable table;
    private final ThreadServices services;
    private final Process files;
    private final ProgramMemory memory;
    private final int number;
    private final int parent;
    private final long start;
    private final SignalsOfProcess signals = new SignalsOfProcess();
    private final ProcessTraits traits = new ProcessTraits();
    private final ResourceLimits limits;
    private final TimersOfProcess timers;
    private final List<ProgramThread> threads = new ArrayList<>();
    private final AtomicLong faults = new AtomicLong();
    private volatile String name = "";
    private @Nullable ProgramEnd end;
    private boolean replacing;
    private boolean finished;
    private int leaderCode;
    private long timeOfEnded;

    /**
     * A process without threads.
     *
     * @param parent the number of the process that began it, 0 for the first one
     */
    public LinuxProcess(ProcessTable table, ThreadServices services, Process files, ProgramMemory memory, int parent) {
        this.table = table;
        this.services = services;
        this.files = files;
        this.memory = memory;
        this.parent = parent;
        this.number = table.newNumber();
        this.start = services.clock().monotonic();
        this.limits = new ResourceLimits(files.descriptors().limit());
        this.timers = new TimersOfProcess(new AlarmClock(services.clock()));
        table.add(this);
    }

    /**
     * Begins a program on the first thread.
     *
     * @throws PosixException if it cannot be put into memory
     */
    public void begin(NextProgram program) throws PosixException {
        UserContext context = memory.newContext();
        program.begin(context);
        setName(program.path());
        newThread(number, context, 0, name).start();
    }

    /** A thread, which is to be started. */
    ProgramThread newThread(int threadNumber, UserContext context, long mask, String threadName) {
        ProgramThread thread = new ProgramThread(this, threadNumber, context, mask, threadName);
        synchronized (this) {
            threads.add(thread);
            if (end != null || replacing) {
                thread.signals().end();
            }
        }
        table.add(thread);
        signals.add(thread.signals());
        return thread;
    }

    ThreadServices services() {
        return services;
    }

    ProcessTable table() {
        return table;
    }

    /** Its files. */
    public Process files() {
        return files;
    }

    /** Its memory. */
    public ProgramMemory programMemory() {
        return memory;
    }

    FaultOutcome fault(long address, long error) {
        long unused = faults.incrementAndGet();
        return memory.fault(address, error);
    }

    /** How many page faults its threads had. */
    public long faults() {
        return faults.get();
    }

    public int number() {
        return number;
    }

    /** The number of its parent, 0 for the first process. */
    public int parent() {
        return parent;
    }

    /** What its program is called. */
    public String name() {
        return name;
    }

    void setName(String path) {
        name = PrctlCalls.cut(path.substring(path.lastIndexOf('/') + 1));
    }

    /** When it began, in nanoseconds since the instance did. */
    public long start() {
        return start;
    }

    SignalsOfProcess signals() {
        return signals;
    }

    ProcessTraits traits() {
        return traits;
    }

    /** Its limits. */
    public ResourceLimits limits() {
        return limits;
    }

    TimersOfProcess timers() {
        return timers;
    }

    /** Its threads now. */
    public synchronized List<ProgramThread> threads() {
        return List.copyOf(threads);
    }

    /** How many nanoseconds its threads have run, those that have ended too. */
    public long processorTime() {
        List<ProgramThread> living;
        long time;
        synchronized (this) {
            living = List.copyOf(threads);
            time = timeOfEnded;
        }
        for (ProgramThread thread : living) {
            time += thread.processorTime();
        }
        return time;
    }

    /** Sends it a signal, as the machine's owner does. */
    public void signal(int signal) {
        boolean unused = signals.send(SignalNote.from(signal, SignalNote.BY_USER, 0));
    }

    /** Ends it; false if it ends already, in whatever way. */
    boolean end(ProgramEnd how) {
        synchronized (this) {
            if (end != null) {
                return false;
            }
            end = how;
            threads.forEach(thread -> thread.signals().end());
            return true;
        }
    }

    /**
     * Ends all threads but one and waits until they are gone, for another program to begin.
     *
     * @throws PosixException EINTR if that one is to end itself
     */
    void keepOnly(ProgramThread thread) throws PosixException {
        synchronized (this) {
            if (replacing || thread.signals().isEnding()) {
                throw new PosixException(Errno.EINTR);
            }
            replacing = true;
            for (ProgramThread other : threads) {
                if (other != thread) {
                    other.signals().end();
                }
            }
            while (threads.size() > 1) {
                waitForChange();
            }
            replacing = false;
            if (end != null) {
                throw new PosixException(Errno.EINTR);
            }
        }
        if (thread.number() != number) {
            table.remove(thread);
            thread.setNumber(number);
            table.add(thread);
        }
    }

    private void waitForChange() {
        try {
            wait();
        } catch (InterruptedException e) {
            // Threads of programs are not interrupted in Java's sense; it would change nothing.
        }
    }

    /** A thread ends: nobody reaches it any more, and its registers are given up. */
    void leave(ProgramThread thread) {
        long time = thread.processorTime();
        signals.remove(thread.signals());
        table.remove(thread);
        boolean last;
        synchronized (this) {
            threads.remove(thread);
            thread.context().close();
            timeOfEnded += time;
            if (thread.number() == number) {
                leaderCode = thread.exitCode();
            }
            last = threads.isEmpty();
            notifyAll();
        }
        if (last) {
            finish();
        }
    }

    private void finish() {
        timers.stop();
        for (int fd = 0; fd < files.descriptors().limit(); fd++) {
            try {
                files.descriptors().close(fd);
            } catch (PosixException e) {
                // Most are not open.
            }
        }
        table.remove(this);
        synchronized (this) {
            if (end == null) {
                end = ProgramEnd.byItself(leaderCode);
            }
            finished = true;
            notifyAll();
        }
    }

    /** Waits until all its threads are gone and its files closed: how it ended. */
    public synchronized ProgramEnd awaitEnd() {
        while (!finished || end == null) {
            waitForChange();
        }
        return end;
    }
}
