package dev.ristretto.kernel.personality.linux.thread.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The signals of a process: what each does, which wait, and who gets them. A signal for a thread waits with that
 * thread; one for the process waits until a thread takes it that does not block it. Safe for use by several threads.
 */
public final class SignalsOfProcess {
    /** How many signals wait at most, of those that queue up (RLIMIT_SIGPENDING). */
    public static final int MOST_QUEUED = 1024;

    private final Object lock = new Object();
    private final SignalSetting[] settings = new SignalSetting[SignalNumbers.LAST + 1];
    private final PendingSignals shared = new PendingSignals();
    private final List<SignalsOfThread> threads = new ArrayList<>();
    private final List<SignalFile> files = new CopyOnWriteArrayList<>();

    /** No signal waits, and each does what it usually does. */
    public SignalsOfProcess() {
        Arrays.fill(settings, SignalSetting.USUAL);
    }

    /** A thread can get signals from now on. */
    public void add(SignalsOfThread thread) {
        synchronized (lock) {
            threads.add(thread);
            if ((shared.set() & ~thread.mask) != 0) {
                thread.wake();
            }
        }
    }

    /** A thread ends: others get what it would have taken of the process's. */
    public void remove(SignalsOfThread thread) {
        synchronized (lock) {
            threads.remove(thread);
            thread.own.drop(-1);
            wakeForShared();
        }
    }

    void add(SignalFile file) {
        files.add(file);
    }

    void remove(SignalFile file) {
        files.remove(file);
    }

    /** Sends a signal to the process; false if too many wait. */
    public boolean send(SignalNote note) {
        return post(null, note);
    }

    /** Sends a signal to a thread of the process; false if too many wait. */
    public boolean send(SignalsOfThread target, SignalNote note) {
        return post(target, note);
    }

    private boolean post(@Nullable SignalsOfThread target, SignalNote note) {
        int signal = note.number();
        synchronized (lock) {
            if (target == null ? threads.isEmpty() : !threads.contains(target)) {
                return true;
            }
            SignalsOfThread looked = target == null ? threads.getFirst() : target;
            PendingSignals queue = target == null ? shared : target.own;
            boolean blocked = (looked.mask & SignalNumbers.bit(signal)) != 0;
            boolean queues = signal >= SignalNumbers.FIRST_QUEUED;
            if (!blocked && settings[signal].ignores(signal) || !queues && queue.has(signal)) {
                SignalNote unused = note.taken();
                return true;
            }
            if (queues && queued() >= MOST_QUEUED && (note.code() != SignalNote.BY_USER || queue.has(signal))) {
                return note.code() == SignalNote.BY_USER;
            }
            queue.add(note);
            SignalsOfThread chosen = target == null ? choose(signal) : target;
            if (chosen != null && chosen.wants(signal)) {
                chosen.wake();
            }
        }
        for (SignalFile file : files) {
            file.signalSent();
        }
        return true;
    }

    private int queued() {
        int count = shared.count();
        for (SignalsOfThread thread : threads) {
            count += thread.own.count();
        }
        return count;
    }

    /** The first thread if it can, otherwise one that has nothing else to look at. */
    private @Nullable SignalsOfThread choose(int signal) {
        SignalsOfThread found = null;
        for (SignalsOfThread thread : threads) {
            if (thread.wants(signal) && (found == null || found.isWoken() && !thread.isWoken())) {
                found = thread;
                if (thread == threads.getFirst()) {
                    return thread;
                }
            }
        }
        return found;
    }

    private void wakeForShared() {
        for (long left = shared.set(); left != 0; left &= left - 1) {
            SignalsOfThread chosen = choose(Long.numberOfTrailingZeros(left) + 1);
            if (chosen != null && !chosen.isWoken()) {
                chosen.wake();
            }
        }
    }

    /** Sends a thread a signal for what it did; if it blocks or ignores that, it does what it does by default. */
    public void force(SignalsOfThread thread, SignalNote note) {
        synchronized (lock) {
            int signal = note.number();
            long bit = SignalNumbers.bit(signal);
            if ((thread.mask & bit) != 0 || settings[signal].handler() == SignalSetting.IGNORE) {
                settings[signal] = SignalSetting.USUAL;
                thread.mask &= ~bit;
            }
            if (!thread.own.has(signal)) {
                thread.own.add(note);
            }
            thread.wake();
        }
    }

    /** Sends a thread a signal that ends the process, whatever it has a handler for. */
    public void forceEnd(SignalsOfThread thread, SignalNote note) {
        synchronized (lock) {
            settings[note.number()] = SignalSetting.USUAL;
            force(thread, note);
        }
    }

    /** What a signal does. */
    public SignalSetting setting(int signal) {
        synchronized (lock) {
            return settings[signal];
        }
    }

    /** Sets what a signal does; returns what it did. One that does nothing from now on waits no more. */
    public SignalSetting exchange(int signal, SignalSetting setting) {
        synchronized (lock) {
            SignalSetting old = settings[signal];
            settings[signal] = setting;
            if (setting.ignores(signal)) {
                shared.drop(SignalNumbers.bit(signal));
                threads.forEach(thread -> thread.own.drop(SignalNumbers.bit(signal)));
            }
            return old;
        }
    }

    /** Another program begins: what had a handler does what it usually does. */
    public void forgetHandlers() {
        synchronized (lock) {
            for (int signal = 1; signal <= SignalNumbers.LAST; signal++) {
                if (settings[signal].handler() != SignalSetting.IGNORE) {
                    settings[signal] = SignalSetting.USUAL;
                }
            }
        }
    }

    /** Takes over what the signals of a parent do. */
    public void inherit(SignalsOfProcess parent) {
        SignalSetting[] inherited;
        synchronized (parent.lock) {
            inherited = parent.settings.clone();
        }
        synchronized (lock) {
            System.arraycopy(inherited, 0, settings, 0, inherited.length);
        }
    }

    /** Forgets what a timer has sent; whether something waited. */
    public boolean dropOf(SignalTimer timer) {
        synchronized (lock) {
            boolean dropped = shared.dropOf(timer);
            for (SignalsOfThread thread : threads) {
                dropped |= thread.own.dropOf(timer);
            }
            return dropped;
        }
    }

    void setMask(SignalsOfThread thread, long set) {
        synchronized (lock) {
            long newlyBlocked = set & ~thread.mask;
            thread.mask = set;
            if (((thread.own.set() | shared.set()) & ~set) != 0) {
                thread.wake();
            } else {
                thread.settle();
            }
            if ((shared.set() & newlyBlocked) != 0) {
                wakeForShared();
            }
        }
    }

    /** Waits for signals of a set from now on, until it is 0; they are taken by {@link #take}. */
    public void await(SignalsOfThread thread, long set) {
        synchronized (lock) {
            thread.awaited = set;
            if (set == 0) {
                wakeForShared(); // of what it was chosen for and has not taken
            }
        }
    }

    /** Takes a waiting signal of a set for a thread, blocked or not; null if none waits. */
    public @Nullable SignalNote take(SignalsOfThread thread, long set) {
        synchronized (lock) {
            SignalNote note = thread.own.take(set);
            if (note == null) {
                note = shared.take(set);
            }
            return note == null ? null : note.taken();
        }
    }

    /** Which signals wait for a thread, or for any if it is null. */
    public long pending(@Nullable SignalsOfThread thread) {
        synchronized (lock) {
            return shared.set() | (thread == null ? 0 : thread.own.set());
        }
    }

    boolean claim(SignalsOfThread thread) {
        synchronized (lock) {
            while (true) {
                SignalNote note = thread.own.take(~thread.mask);
                if (note == null) {
                    note = shared.take(~thread.mask);
                }
                if (note == null) {
                    thread.settle();
                    return false;
                }
                if (!settings[note.number()].ignores(note.number())) {
                    thread.own.putBack(note);
                    return true;
                }
                SignalNote unused = note.taken();
            }
        }
    }

    @Nullable
    Delivery next(SignalsOfThread thread) {
        synchronized (lock) {
            if (!claim(thread)) {
                return null;
            }
            SignalNote note = thread.own.take(~thread.mask);
            if (note == null) {
                return null;
            }
            int signal = note.number();
            SignalSetting setting = settings[signal];
            if (setting.isHandled() && setting.has(SignalSetting.RESET_HANDLER)) {
                settings[signal] =
                        new SignalSetting(SignalSetting.DEFAULT, setting.flags(), setting.restorer(), setting.mask());
            }
            return new Delivery(note.taken(), setting);
        }
    }
}
