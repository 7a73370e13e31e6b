package dev.ristretto.run.vmm.confine;

/** What stands around a program before its first instruction. */
public enum Wall {
    /** Its system calls are limited, and it sees nothing of this host but what it was given. */
    WHOLE,
    /** Its system calls are limited; it sees the files of its user. */
    CALLS,
    /** Nothing. */
    NONE
}
