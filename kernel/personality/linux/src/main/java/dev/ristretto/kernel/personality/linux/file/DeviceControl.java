package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** Answers those requests of ioctl(2) that only some kinds of files know, such as those of sockets. */
@FunctionalInterface
public interface DeviceControl {
    /**
     * Does what was asked for; ENOTTY if it does not know the request.
     *
     * @param argument an address or a number, as the request says
     */
    long control(Caller caller, OpenFile file, int request, long argument) throws PosixException;
}
