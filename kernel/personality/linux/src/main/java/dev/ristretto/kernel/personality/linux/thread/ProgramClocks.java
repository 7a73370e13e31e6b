package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.time.ThreadClocks;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** How long the threads of programs have run. */
public final class ProgramClocks implements ThreadClocks {
    /** The clocks of all there are. */
    public ProgramClocks() {}

    @Override
    public long ofThread(Caller caller, int thread) throws PosixException {
        ProgramThread own = ProgramThread.of(caller);
        ProgramThread asked = thread == 0 ? own : own.owner().table().thread(thread);
        if (asked == null || asked.owner() != own.owner()) {
            throw new PosixException(Errno.EINVAL);
        }
        return asked.processorTime();
    }

    @Override
    public long ofProcess(Caller caller, int process) throws PosixException {
        LinuxProcess own = ProgramThread.of(caller).owner();
        LinuxProcess asked = process == 0 ? own : own.table().process(process);
        if (asked == null) {
            throw new PosixException(Errno.EINVAL);
        }
        return asked.processorTime();
    }
}
