package dev.ristretto.kernel.personality.linux.memory;

/** What becomes of an area in the copy of a process (madvise(2)). */
enum Inheritance {
    COPIED,

    /** There, but zeroed (MADV_WIPEONFORK). */
    WIPED,

    /** Not there (MADV_DONTFORK). */
    LEFT_OUT
}
