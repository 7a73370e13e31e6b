package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.thread.alarm.AlarmClock;
import dev.ristretto.kernel.personality.linux.thread.family.ChildEnd;
import dev.ristretto.kernel.personality.linux.thread.family.Kin;
import dev.ristretto.kernel.personality.linux.thread.family.MemoryLoan;
import dev.ristretto.kernel.personality.linux.thread.family.ProgramUsage;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfProcess;
import dev.ristretto.kernel.personality.linux.thread.traits.ProcessTraits;
import dev.ristretto.kernel.personality.linux.thread.traits.ResourceLimits;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A process: what the threads of a program have in common. Safe for use by several threads. */
public final class LinuxProcess {

    private final ProcessTable table;
    private final ThreadServices services;
    private final Process files;
    private volatile ProgramMemory memory;
    private final int number;
    private final long start;
    private final SignalsOfProcess signals = new SignalsOfProcess();
    private final ProcessTraits traits = new ProcessTraits();
    private final Kin kin;
    private final ResourceLimits limits;
    private final TimersOfProcess timers;
    private final ProcessThreads threads = new ProcessThreads();
    private final AtomicLong faults = new AtomicLong();
    private volatile String name = "";
    private @Nullable MemoryLoan loan;

    /** The first process, without threads. */
    public LinuxProcess(ProcessTable table, ThreadServices services, Process files, ProgramMemory memory) {
        this(table, services, files, memory, table.newNumber());
        table.families().add(kin);
        table.add(this);
    }

    /** A process without threads that inherits from another one and is yet to join its family. */
    LinuxProcess(LinuxProcess creator, int number, Process files, ProgramMemory memory) {
        this(creator.table, creator.services, files, memory, number);
        signals.inherit(creator.signals);
        traits.inherit(creator.traits);
        limits.inherit(creator.limits);
    }

    private LinuxProcess(ProcessTable table, ThreadServices services, Process files, ProgramMemory memory, int number) {
        this.table = table;
        this.services = services;
        this.files = files;
        this.memory = memory;
        this.number = number;
        this.kin = new Kin(number, signals, traits);
        this.start = services.clock().monotonic();
        this.limits = new ResourceLimits(files.descriptors().limit());
        this.timers = new TimersOfProcess(new AlarmClock(services.clock()));
    }

    /** Others know it from now on; it is to be started. */
    void joinFamily(LinuxProcess creator, boolean sameParent, int endSignal) {
        table.families().add(kin, sameParent ? table.families().parentOf(creator.kin) : creator.kin, endSignal);
        table.add(this);
    }

    /** Its place in its family. */
    public Kin kin() {
        return kin;
    }

    /** Its memory is somebody's who waits to get it back. */
    void setLoan(MemoryLoan lent) {
        loan = lent;
    }

    /** Uses other memory from now on; no thread of it has registers of the old one any more. */
    void changeMemory(ProgramMemory next) {
        ProgramMemory old = memory;
        memory = next;
        old.release();
    }

    /** Whoever has lent it memory gets that back. */
    void endLoan() {
        if (loan != null) {
            loan.giveBack();
            loan = null;
        }
    }

    /**
     * Begins a program on the first thread.
     *
     * @throws PosixException if it cannot be put into memory
     */
    public void begin(NextProgram program) throws PosixException {
        UserContext context = memory.newContext();
        program.begin(memory, context);
        setName(program.path());
        newThread(number, context, 0, name).start();
    }

    /** A thread, which is to be started. */
    ProgramThread newThread(int threadNumber, UserContext context, long mask, String threadName) {
        ProgramThread thread = new ProgramThread(this, threadNumber, context, mask, threadName);
        threads.add(thread);
        table.add(thread);
        signals.add(thread.signals());
        return thread;
    }

    ThreadServices services() {
        return services;
    }

    /** All processes, of which it is one. */
    public ProcessTable table() {
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
        return table.families().parentNumber(kin);
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
    public List<ProgramThread> threads() {
        return threads.all();
    }

    /** How many nanoseconds its threads have run, those that have ended too. */
    public long processorTime() {
        return threads.processorTime();
    }

    /** Sends it a signal, as the machine's owner does. */
    public void signal(int signal) {
        boolean unused = signals.send(SignalNote.from(signal, SignalNote.BY_USER, 0));
    }

    /** Ends it; false if it ends already, in whatever way. */
    boolean end(ProgramEnd how) {
        return threads.end(how);
    }

    /**
     * Ends all threads but one and waits until they are gone, for another program to begin.
     *
     * @throws PosixException EINTR if that one is to end itself
     */
    void keepOnly(ProgramThread thread) throws PosixException {
        threads.keepOnly(thread);
        if (thread.number() != number) {
            table.remove(thread);
            thread.setNumber(number);
            table.add(thread);
        }
    }

    /** A thread ends: nobody reaches it any more, and its registers are given up. */
    void leave(ProgramThread thread) {
        long time = thread.processorTime();
        signals.remove(thread.signals());
        table.remove(thread);
        boolean last = threads.remove(thread, time, thread.number() == number);
        if (last) {
            finish();
        }
    }

    private void finish() {
        timers.stop();
        services.filesLeft().accept(files);
        for (int fd : files.descriptors().numbers()) {
            try {
                files.descriptors().close(fd);
            } catch (PosixException e) {
                continue; // no longer open
            }
        }
        ProgramUsage usage = usage().with(table.families().ofChildren(kin));
        memory.release();
        endLoan();
        ProgramEnd how = threads.settle();
        if (number == 1) {
            table.endAll(this);
        }
        table.families().ended(kin, new ChildEnd(number, traits.user.real(), how.code(), how.signal(), usage));
        threads.finish();
    }

    /** What its threads have used, those that have ended too. */
    ProgramUsage usage() {
        return new ProgramUsage(processorTime(), memory.bytes(), faults());
    }

    /** Whether it has ended and only its number is left. */
    public boolean hasEnded() {
        return threads.haveEnded();
    }

    /** Ends it by force and waits a little until it has. */
    void kill() {
        boolean unused = end(new ProgramEnd(0, SignalNumbers.KILL));
        threads.awaitFinish();
    }

    /** Waits until all its threads are gone and its files closed: how it ended. */
    public ProgramEnd awaitEnd() {
        return threads.awaitEnd();
    }
}
