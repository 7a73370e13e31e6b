package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** What a program says of its memory by madvise(2), and what is done then (mm/madvise.c). */
final class MemoryAdvice {
    static final int DONT_NEED = 4;
    static final int FREE = 8;
    static final int REMOVE = 9;
    static final int WIPE_ON_FORK = 18;
    static final int POPULATE_READ = 22;
    static final int POPULATE_WRITE = 23;

    private static final int DONT_FORK = 10;
    private static final int DO_FORK = 11;
    private static final int KEEP_ON_FORK = 19;
    private static final int PAGE_OUT = 21;
    private static final int DONT_NEED_LOCKED = 24;
    private static final int COLLAPSE = 25;

    private MemoryAdvice() {}

    static boolean isKnown(int advice) {
        return advice >= 0 && advice <= DONT_NEED
                || advice == FREE
                || advice == REMOVE
                || advice >= DONT_FORK && advice <= PAGE_OUT
                || advice >= POPULATE_READ && advice <= COLLAPSE;
    }

    /** Whether pages are to be brought, which is done page by page and not here. */
    static boolean populates(int advice) {
        return advice == POPULATE_READ || advice == POPULATE_WRITE;
    }

    /** Fails if pages could not be brought. */
    static void checkPopulated(FaultOutcome outcome) throws PosixException {
        switch (outcome) {
            case RESOLVED -> {}
            case NO_MAPPING, NO_MEMORY -> throw new PosixException(Errno.ENOMEM);
            case NOT_ALLOWED -> throw new PosixException(Errno.EINVAL);
            case BEYOND_FILE -> throw new PosixException(Errno.EFAULT);
        }
    }

    /** Whether it is about copies of the process. */
    static boolean isOfCopies(int advice) {
        return advice == DONT_FORK || advice == DO_FORK || advice == WIPE_ON_FORK || advice == KEEP_ON_FORK;
    }

    /** What is to become of an area in copies; EINVAL if that cannot be. */
    static Inheritance inheritance(int advice, MemoryArea area) throws PosixException {
        return switch (advice) {
            case DONT_FORK -> Inheritance.LEFT_OUT;
            case WIPE_ON_FORK -> {
                requirePlain(area);
                yield Inheritance.WIPED;
            }
            case KEEP_ON_FORK -> area.inheritance() == Inheritance.WIPED ? Inheritance.COPIED : area.inheritance();
            default -> area.inheritance() == Inheritance.LEFT_OUT ? Inheritance.COPIED : area.inheritance();
        };
    }

    /** Does what is to be done to a part of an area; most advice is for a Linux that has less to go by. */
    static void follow(int advice, MemoryArea area, long start, long end, AreaPages pages) throws PosixException {
        switch (advice) {
            case DONT_NEED, DONT_NEED_LOCKED -> {
                // Of what is shared only the processor's tables would go, to be found again: all of it may stay.
                if (!area.isShared()) {
                    pages.release(area, start, end);
                }
            }
            case FREE -> {
                requirePlain(area);
                pages.release(area, start, end);
            }
            case REMOVE -> remove(area, start, end, pages);
            default -> {}
        }
    }

    private static void requirePlain(MemoryArea area) throws PosixException {
        if (!area.isPlain()) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private static void remove(MemoryArea area, long start, long end, AreaPages pages) throws PosixException {
        if (!area.isShared()) {
            throw new PosixException(Errno.EINVAL);
        }
        if ((area.protection() & PageAccess.WRITE) == 0) {
            throw new PosixException(Errno.EACCES);
        }
        AnonymousPages anonymous = area.anonymousPages();
        if (anonymous == null || anonymous.isKept()) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        pages.release(area, start, end);
    }
}
