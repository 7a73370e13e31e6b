package dev.ristretto.kernel.personality.linux.thread.alarm;

import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalTimer;
import java.util.function.Predicate;

/**
 * A timer of timer_create(2). One of its signals waits at most; how often it expires meanwhile is its overrun. Safe for
 * use by several threads.
 */
public final class ProgramTimer implements SignalTimer {
    private final Alarm alarm;
    private final boolean realtime;
    private final SignalNote note;
    private final Predicate<SignalNote> sender;
    private boolean sent;
    private long missed;
    private int overrun;

    /**
     * A timer that is not set.
     *
     * @param realtime whether absolute times that it is told are of the clock of that name
     * @param number its number
     * @param signal what it sends, 0 for nothing
     * @param value what the program wants to be told with it
     * @param sender sends a signal; false if that is not possible
     */
    public ProgramTimer(
            AlarmClock clock, boolean realtime, int number, int signal, long value, Predicate<SignalNote> sender) {
        this.alarm = new Alarm(clock, this::expire);
        this.realtime = realtime;
        this.note = new SignalNote(signal, 0, SignalNote.BY_TIMER, number, value, this);
        this.sender = sender;
    }

    /** When it goes off. */
    public Alarm alarm() {
        return alarm;
    }

    /** Whether absolute times are of CLOCK_REALTIME. */
    public boolean isRealtime() {
        return realtime;
    }

    private void expire(long times) {
        if (note.number() == 0) {
            return;
        }
        synchronized (this) {
            if (sent) {
                missed += times;
                return;
            }
            sent = true;
            missed = times - 1;
        }
        // Without the lock: signals that are taken call back with theirs held.
        if (!sender.test(note)) {
            synchronized (this) {
                sent = false;
            }
        }
    }

    @Override
    public synchronized int signalTaken() {
        sent = false;
        overrun = (int) Math.min(Integer.MAX_VALUE, missed);
        missed = 0;
        return overrun;
    }

    /** timer_getoverrun(2): the overrun of the signal that was taken last. */
    public synchronized int overrun() {
        return overrun;
    }
}
