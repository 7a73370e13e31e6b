package dev.ristretto.kernel.personality.linux.thread.family;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalSetting;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All processes as parents and children (wait(2), setpgid(2), setsid(2)). One that has ended stays until its parent has
 * waited for it; children of one that has ended get the first process for a parent, or an ancestor that asks for them.
 * Safe for use by several threads.
 */
public final class Families {
    /** SA_NOCLDWAIT. */
    private static final long NO_WAIT = 2;

    private final Object lock;
    private final IntConsumer gone;
    private final List<Kin> all = new ArrayList<>();

    /**
     * @param lock held for all changes
     * @param gone is told the number of each process that nobody can ask for any more, with the lock held
     */
    public Families(Object lock, IntConsumer gone) {
        this.lock = lock;
        this.gone = gone;
    }

    /** The first process begins. */
    public void add(Kin first) {
        synchronized (lock) {
            all.add(first);
        }
    }

    /** A process begins another one, whose end is told by a signal, 0 for none. */
    public void add(Kin child, Kin parent, int endSignal) {
        synchronized (lock) {
            child.group = parent.group;
            child.session = parent.session;
            child.endSignal = endSignal;
            child.parent = parent;
            parent.children.add(child);
            all.add(child);
        }
    }

    /** The parent of a process; itself if it has none. */
    public Kin parentOf(Kin process) {
        synchronized (lock) {
            return process.parent == null ? process : process.parent;
        }
    }

    /** The number of the parent of a process, 0 if it has none. */
    public int parentNumber(Kin process) {
        synchronized (lock) {
            return process.parent == null ? 0 : process.parent.number;
        }
    }

    /** The group of a process. */
    public int group(Kin process) {
        synchronized (lock) {
            return process.group;
        }
    }

    /** The session of a process. */
    public int session(Kin process) {
        synchronized (lock) {
            return process.session;
        }
    }

    /** What the children have used that a process has waited for. */
    public ProgramUsage ofChildren(Kin process) {
        synchronized (lock) {
            return process.ofChildren;
        }
    }

    /** Whether a number stands for a group or a session, so that no new process may have it. */
    public boolean isUsed(int number) {
        synchronized (lock) {
            for (Kin one : all) {
                if (one.group == number || one.session == number) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A process runs another program now. */
    public void executed(Kin process) {
        synchronized (lock) {
            process.executed = true;
            process.endSignal = SignalNumbers.CHILD;
        }
    }

    /** Nobody is to learn of the end of a process. */
    public void discard(Kin process) {
        synchronized (lock) {
            process.discarded = true;
        }
    }

    /** setpgid(2): ESRCH, EACCES, EPERM. */
    public void setGroup(Kin caller, Kin target, int wanted) throws PosixException {
        synchronized (lock) {
            if (target != caller && target.parent != caller) {
                throw new PosixException(Errno.ESRCH);
            }
            if (target != caller && target.executed) {
                throw new PosixException(Errno.EACCES);
            }
            int group = wanted == 0 ? target.number : wanted;
            if (target.session == target.number
                    || target.session != caller.session
                    || group != target.number && !hasGroup(group, caller.session)) {
                throw new PosixException(Errno.EPERM);
            }
            target.group = group;
        }
    }

    private boolean hasGroup(int group, int session) {
        for (Kin one : all) {
            if (one.group == group && one.session == session) {
                return true;
            }
        }
        return false;
    }

    /** setsid(2): EPERM for who leads a group. */
    public int newSession(Kin caller) throws PosixException {
        synchronized (lock) {
            for (Kin one : all) {
                if (one.group == caller.number) {
                    throw new PosixException(Errno.EPERM);
                }
            }
            caller.group = caller.number;
            caller.session = caller.number;
            return caller.number;
        }
    }

    /** A process has ended. */
    public void ended(Kin process, ChildEnd end) {
        synchronized (lock) {
            process.end = end;
            leaveChildren(process);
            tellParent(process);
        }
    }

    private void leaveChildren(Kin process) {
        Kin other = process.parent;
        while (other != null && other.parent != null && (other.end != null || !other.traits.reapsOrphans)) {
            other = other.parent;
        }
        for (Kin child : List.copyOf(process.children)) {
            int signal = child.traits.parentDeathSignal;
            if (signal != 0 && child.end == null) {
                boolean unused = child.signals.send(SignalNote.from(signal, SignalNote.BY_USER, process.number));
            }
            child.parent = other;
            child.endSignal = SignalNumbers.CHILD;
            if (other != null) {
                other.children.add(child);
            }
            if (child.end != null) {
                tellParent(child);
            }
        }
        process.children.clear();
    }

    private void tellParent(Kin process) {
        Kin parent = process.parent;
        ChildEnd end = process.end;
        if (parent == null || end == null || process.discarded) {
            remove(process);
            return;
        }
        boolean reaped = false;
        boolean told = process.endSignal != 0;
        if (process.endSignal == SignalNumbers.CHILD) {
            SignalSetting setting = parent.signals.setting(SignalNumbers.CHILD);
            boolean ignored = setting.handler() == SignalSetting.IGNORE;
            reaped = ignored || (setting.flags() & NO_WAIT) != 0;
            told = !ignored;
        }
        if (reaped) {
            remove(process);
        }
        parent.waiting.forEach(LockSupport::unpark);
        if (told) {
            boolean unused = parent.signals.send(end.note(process.endSignal));
        }
    }

    private void remove(Kin process) {
        if (process.parent != null) {
            process.parent.children.remove(process);
        }
        all.remove(process);
        gone.accept(process.number);
    }

    /**
     * Waits until a child has ended.
     *
     * @return null if none has and it is not to wait
     * @throws PosixException ECHILD if there is no such child, EINTR
     */
    public @Nullable ChildEnd await(Caller caller, Kin parent, WaitRequest request) throws PosixException {
        Thread thread = Thread.currentThread();
        boolean queued = false;
        try {
            while (true) {
                synchronized (lock) {
                    Kin child = find(parent, request);
                    if (child != null || request.has(WaitRequest.NO_WAIT)) {
                        return child == null ? null : take(parent, child, request.has(WaitRequest.KEEP));
                    }
                    if (!queued) {
                        queued = parent.waiting.add(thread);
                    }
                }
                if (caller.isSignalled()) {
                    throw new PosixException(Errno.EINTR);
                }
                LockSupport.park(this);
            }
        } finally {
            if (queued) {
                synchronized (lock) {
                    parent.waiting.remove(thread);
                }
            }
        }
    }

    private static @Nullable Kin find(Kin parent, WaitRequest request) throws PosixException {
        boolean some = false;
        for (Kin child : parent.children) {
            if (request.means(child)) {
                some = true;
                if (child.end != null && (request.has(WaitRequest.ENDED))) {
                    return child;
                }
            }
        }
        if (!some) {
            throw new PosixException(Errno.ECHILD);
        }
        return null;
    }

    private @Nullable ChildEnd take(Kin parent, Kin child, boolean keep) {
        ChildEnd end = child.end;
        if (end != null && !keep) {
            parent.ofChildren = parent.ofChildren.with(end.usage());
            remove(child);
        }
        return end;
    }
}
