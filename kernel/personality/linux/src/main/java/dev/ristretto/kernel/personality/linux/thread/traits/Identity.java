package dev.ristretto.kernel.personality.linux.thread.traits;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/**
 * The users or the groups that a process says it is (credentials(7)). Files do not ask for them: whoever runs in an
 * instance may do everything there. Safe for use by several threads.
 */
public final class Identity {
    /** In the place of a number: leave it as it is. */
    public static final int SAME = -1;

    private int real;
    private int effective;
    private int saved;
    private int forFiles;

    /** Becomes the same as another one, which nobody else changes meanwhile. */
    synchronized void copyFrom(Identity other) {
        real = other.real();
        effective = other.effective();
        saved = other.saved();
        forFiles = other.forFiles();
    }

    private synchronized int forFiles() {
        return forFiles;
    }

    public synchronized int real() {
        return real;
    }

    public synchronized int effective() {
        return effective;
    }

    public synchronized int saved() {
        return saved;
    }

    /** setresuid(2): {@link #SAME} for what stays; who is not privileged may only choose among what it has. */
    public synchronized void set(int newReal, int newEffective, int newSaved, boolean privileged)
            throws PosixException {
        if (!privileged && !(has(newReal) && has(newEffective) && has(newSaved))) {
            throw new PosixException(Errno.EPERM);
        }
        real = newReal == SAME ? real : newReal;
        effective = newEffective == SAME ? effective : newEffective;
        saved = newSaved == SAME ? saved : newSaved;
        forFiles = effective;
    }

    /** setreuid(2). */
    public synchronized void setBoth(int newReal, int newEffective, boolean privileged) throws PosixException {
        boolean saves = newReal != SAME || newEffective != SAME && newEffective != real;
        int newSaved = newEffective == SAME ? effective : newEffective;
        set(newReal, newEffective, saves ? newSaved : SAME, privileged);
    }

    /** setuid(2): all of them if privileged, otherwise the effective one. */
    public synchronized void setOne(int id, boolean privileged) throws PosixException {
        if (id == SAME) {
            throw new PosixException(Errno.EINVAL);
        }
        set(privileged ? id : SAME, id, privileged ? id : SAME, privileged);
    }

    /** setfsuid(2): never fails; returns what it was. */
    public synchronized int setForFiles(int id, boolean privileged) {
        int old = forFiles;
        if (id != SAME && (privileged || has(id))) {
            forFiles = id;
        }
        return old;
    }

    private boolean has(int id) {
        return id == SAME || id == real || id == effective || id == saved || id == forFiles;
    }
}
