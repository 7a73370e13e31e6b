package dev.ristretto.kernel.personality.linux.memory;

/** What came of a program's touching a page that was not there, or not for that. */
public enum FaultOutcome {
    /** It can be touched now. */
    RESOLVED,
    /** Nothing is mapped there: SIGSEGV with SEGV_MAPERR. */
    NO_MAPPING,
    /** That may not be done there: SIGSEGV with SEGV_ACCERR. */
    NOT_ALLOWED,
    /** There is no memory for it. */
    NO_MEMORY,
    /** It lies behind the end of its file, or that cannot be read: SIGBUS with BUS_ADRERR. */
    BEYOND_FILE
}
