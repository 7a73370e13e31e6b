package dev.ristretto.kernel.personality.linux.call;

import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** Answers the commands of ioctl(2) that files of one kind know. */
@FunctionalInterface
public interface FileControl {
    /**
     * Does what was asked for.
     *
     * @param file what the descriptor stands for
     * @param argument the third argument, mostly an address
     * @throws PosixException ENOTTY if the file does not know the command, or why it fails
     */
    long control(Caller caller, OpenFile file, int command, long argument) throws PosixException;
}
