package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** Gives another process what one has mapped (kernel/fork.c: dup_mmap). For one thread at a time. */
final class AreaCopies {
    private final MemoryHome from;
    private final MemoryHome to;

    /** @param to has nothing yet */
    AreaCopies(MemoryHome from, MemoryHome to) {
        this.from = from;
        this.to = to;
    }

    /** Copies all; ENOMEM when a part may be there. */
    void copy() throws PosixException {
        for (MemoryArea area : from.areas().all()) {
            if (area.inheritance() == Inheritance.LEFT_OUT) {
                continue;
            }
            to.areas().add(area);
            if (area.inheritance() == Inheritance.COPIED && !copy(area)) {
                throw new PosixException(Errno.ENOMEM);
            }
        }
    }

    private boolean copy(MemoryArea area) {
        AnonymousPages anonymous = area.anonymousPages();
        if (anonymous != null && !anonymous.keep(from.space(), area)) {
            return false;
        }
        if (!from.space().shareWith(to.space(), area.start(), area.bytes(), !area.isShared())) {
            return false;
        }
        SharedPages shared = area.sharedPages();
        if (shared != null) {
            shared.copied(area, from, to);
        }
        return true;
    }
}
