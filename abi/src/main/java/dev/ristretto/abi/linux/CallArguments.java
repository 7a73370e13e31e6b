package dev.ristretto.abi.linux;

/** What images hand to system calls, where those who confine an image have to know it as well as those who call. */
public final class CallArguments {
    /** With these flags of mmap(2) an image takes memory: MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS, MAP_NORESERVE. */
    public static final int MAP_FLAGS = 0x02 | 0x10 | 0x20 | 0x4000;

    /** With these flags of mremap(2) an image moves it: MREMAP_MAYMOVE, MREMAP_FIXED. */
    public static final int MOVE_FLAGS = 3;

    /**
     * With these flags of clone(2) an image starts a thread that is a processor: CLONE_VM, CLONE_FS, CLONE_FILES,
     * CLONE_SIGHAND, CLONE_THREAD, CLONE_SYSVSEM.
     */
    public static final int THREAD_FLAGS = 0x5_0f00;

    /** This command of fcntl(2) locks an open file for as long as somebody has it open so: F_OFD_SETLK. */
    public static final int SET_LOCK = 37;

    /** Bytes of what it is told, a struct flock, of which all but the kind of lock is 0 for a whole file. */
    public static final int LOCK_SIZE = 32;

    /** Keeps out those who write: F_RDLCK. */
    public static final int READ_LOCK = 0;

    /** Keeps out everybody: F_WRLCK. */
    public static final int WRITE_LOCK = 1;

    /** Of the protections of mmap(2) and mprotect(2) the one that an image never asks for: PROT_EXEC. */
    public static final int EXECUTABLE = 4;

    private CallArguments() {}
}
