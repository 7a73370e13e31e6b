package dev.ristretto.kernel.posix;

import java.nio.ByteBuffer;

/**
 * What a descriptor stands for between the moment its file is given up and the moment the number may be used anew: at
 * its end for readers, broken for writers, always ready. It keeps a late user of the number from meeting another file.
 */
public final class ClosedFile extends OpenFile {
    /** A file that has nothing behind it. */
    public ClosedFile() {}

    @Override
    protected int tryRead(ByteBuffer target) {
        return END_OF_FILE;
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        throw new PosixException(Errno.EPIPE);
    }

    @Override
    public int readiness() {
        return PollEvents.IN | PollEvents.OUT | PollEvents.HUP | PollEvents.RDHUP;
    }
}
