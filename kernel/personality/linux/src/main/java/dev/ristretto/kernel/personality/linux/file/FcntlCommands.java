package dev.ristretto.kernel.personality.linux.file;

/** Commands of fcntl(2) but those of locks (include/uapi/asm-generic/fcntl.h). */
final class FcntlCommands {
    /** F_DUPFD. */
    static final int DUPLICATE = 0;

    /** F_GETFD. */
    static final int GET_DESCRIPTOR_FLAGS = 1;

    /** F_SETFD. */
    static final int SET_DESCRIPTOR_FLAGS = 2;

    /** F_GETFL. */
    static final int GET_STATUS_FLAGS = 3;

    /** F_SETFL. */
    static final int SET_STATUS_FLAGS = 4;

    /** F_SETOWN. */
    static final int SET_OWNER = 8;

    /** F_GETOWN. */
    static final int GET_OWNER = 9;

    /** F_SETSIG. */
    static final int SET_SIGNAL = 10;

    /** F_GETSIG. */
    static final int GET_SIGNAL = 11;

    /** F_DUPFD_CLOEXEC. */
    static final int DUPLICATE_CLOSING = 1030;

    private FcntlCommands() {}
}
