package dev.ristretto.run.share;

import dev.ristretto.abi.linux.ErrorNumbers;

/** What a fid of a client stands for. */
final class SharedFile {
    private static final int CLOSED = -1;

    private final int place;
    private int opened = CLOSED;
    private boolean writable;

    /** @param place a descriptor that names the file alone (O_PATH) and belongs to this object */
    SharedFile(int place) {
        this.place = place;
    }

    /** The descriptor that names the file. */
    int place() {
        return place;
    }

    boolean isOpened() {
        return opened != CLOSED;
    }

    /** Whether the client can write by {@link #opened}. */
    boolean isWritable() {
        return writable;
    }

    /** The descriptor to read and write by; EBADF if it was not opened. */
    int opened() throws CallFault {
        if (!isOpened()) {
            throw new CallFault(ErrorNumbers.EBADF);
        }
        return opened;
    }

    /** From now on it is opened as {@code descriptor}, which belongs to this object. */
    void open(int descriptor, boolean toWrite) {
        opened = descriptor;
        writable = toWrite;
    }

    void close(LinuxCalls calls) {
        calls.close(place);
        if (isOpened()) {
            calls.close(opened);
        }
    }
}
