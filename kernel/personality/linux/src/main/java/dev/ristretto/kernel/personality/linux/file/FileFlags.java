package dev.ristretto.kernel.personality.linux.file;

/** Flags of open(2) on x86-64 beside those of {@link dev.ristretto.kernel.posix.FileOpening}. */
public final class FileFlags {
    /** O_NONBLOCK; EFD_NONBLOCK, TFD_NONBLOCK and the like are the same. */
    public static final int NON_BLOCKING = 04000;

    /** O_CLOEXEC; EPOLL_CLOEXEC and the like are the same. */
    public static final int CLOSE_ON_EXECUTE = 02000000;

    /** The bits of O_RDONLY, O_WRONLY and O_RDWR (O_ACCMODE). */
    static final int ACCESS_MODE = 03;

    /** O_LARGEFILE, which every file of a program with 64 bits has. */
    static final int LARGE_FILE = 0100000;

    /** O_PATH. */
    static final int PATH = 010000000;

    /** O_TMPFILE, of which one bit is O_DIRECTORY. */
    static final int TEMPORARY = 020200000;

    private FileFlags() {}
}
