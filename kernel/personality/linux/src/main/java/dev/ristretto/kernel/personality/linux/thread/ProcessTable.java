package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.personality.linux.thread.family.Families;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All processes, and the numbers of processes and threads, which share one sequence. Safe for use by several threads.
 */
public final class ProcessTable {
    /** How many threads there are at most in all processes together, and how many processes. */
    private static final int MOST_THREADS = 4096;

    /** Numbers are smaller (PID_MAX_LIMIT). */
    private static final int END = 4 << 20;

    private static final int AFTER_END = 300;

    private final Map<Integer, LinuxProcess> processes = new HashMap<>();
    private final Map<Integer, ProgramThread> threads = new HashMap<>();
    private final Families families = new Families(this, processes::remove);
    private int next = 1;

    /** A table without processes; the first one gets the number 1. */
    public ProcessTable() {}

    /** The number for a new thread or process; 0 if there are too many. */
    synchronized int newNumber() {
        if (threads.size() >= MOST_THREADS || processes.size() >= MOST_THREADS) {
            return 0;
        }
        while (threads.containsKey(next) || processes.containsKey(next) || families.isUsed(next)) {
            advance();
        }
        int number = next;
        advance();
        return number;
    }

    /** The last number that was given, which counts processes and threads as long as there were not very many. */
    public synchronized int lastNumber() {
        return next - 1;
    }

    private void advance() {
        next = next + 1 < END ? next + 1 : AFTER_END;
    }

    synchronized void add(LinuxProcess process) {
        processes.put(process.number(), process);
    }

    /** Who is whose child. It forgets the processes that nobody can ask for any more. */
    public Families families() {
        return families;
    }

    synchronized void add(ProgramThread thread) {
        threads.put(thread.number(), thread);
    }

    synchronized void remove(ProgramThread thread) {
        threads.remove(thread.number(), thread);
    }

    /** The process of a number. */
    public synchronized @Nullable LinuxProcess process(int number) {
        return processes.get(number);
    }

    /** The thread of a number. */
    public synchronized @Nullable ProgramThread thread(int number) {
        return threads.get(number);
    }

    /** Ends all processes but one, which is the first and ends itself. */
    void endAll(LinuxProcess first) {
        for (LinuxProcess process : processes()) {
            if (process != first) {
                boolean unused = process.end(new ProgramEnd(0, SignalNumbers.KILL));
            }
        }
        for (LinuxProcess process : processes()) {
            if (process != first) {
                process.kill();
            }
        }
    }

    /** All there are now. */
    public synchronized Collection<LinuxProcess> processes() {
        return List.copyOf(processes.values());
    }
}
