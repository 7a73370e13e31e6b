package dev.ristretto.kernel.personality.linux.thread.signal;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The signals that wait for a thread or for any thread of a process: of the standard ones one each, of the others as
 * many as were sent. Its owner has a lock around all use.
 */
final class PendingSignals {
    private final ArrayDeque<SignalNote> notes = new ArrayDeque<>(2);
    private long set;

    /** Which signals wait. */
    long set() {
        return set;
    }

    boolean has(int signal) {
        return (set & SignalNumbers.bit(signal)) != 0;
    }

    int count() {
        return notes.size();
    }

    void add(SignalNote note) {
        notes.add(note);
        set |= SignalNumbers.bit(note.number());
    }

    /** Puts one back that was taken, to be the next of its number. */
    void putBack(SignalNote note) {
        notes.addFirst(note);
        set |= SignalNumbers.bit(note.number());
    }

    /** Takes the one that comes first among those of a set; null if none of them waits. */
    @Nullable
    SignalNote take(long wanted) {
        long found = set & wanted;
        if (found == 0) {
            return null;
        }
        long preferred = (found & SignalNumbers.OF_INSTRUCTIONS) != 0 ? found & SignalNumbers.OF_INSTRUCTIONS : found;
        int signal = Long.numberOfTrailingZeros(preferred) + 1;
        SignalNote taken = null;
        boolean more = false;
        for (Iterator<SignalNote> all = notes.iterator(); all.hasNext() && !more; ) {
            SignalNote note = all.next();
            if (note.number() != signal) {
                continue;
            }
            more = taken != null;
            if (taken == null) {
                taken = note;
                all.remove();
            }
        }
        if (!more) {
            set &= ~SignalNumbers.bit(signal);
        }
        return taken;
    }

    /** Forgets those of a set. */
    void drop(long signals) {
        for (SignalNote note = take(signals); note != null; note = take(signals)) {
            SignalNote unused = note.taken();
        }
    }

    /** Forgets what a timer has sent; whether there was something. */
    boolean dropOf(SignalTimer timer) {
        boolean dropped = notes.removeIf(note -> note.timer() == timer);
        if (dropped) {
            set = 0;
            notes.forEach(note -> set |= SignalNumbers.bit(note.number()));
        }
        return dropped;
    }
}
