package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** ioctl(2): what all descriptors know, and what terminals do. Whatever else is asked for gets ENOTTY. */
final class ControlCalls {
    private static final int AVAILABLE = 0x541b;
    private static final int NON_BLOCKING = 0x5421;
    private static final int KEEP_ON_EXECUTE = 0x5450;
    private static final int CLOSE_ON_EXECUTE = 0x5451;

    /** FIOASYNC: readiness is told by no signal. */
    private static final int ASYNCHRONOUS = 0x5452;

    private final Terminal terminal = new Terminal();
    private final DeviceControl others;

    /** @param others is asked where no terminal is */
    ControlCalls(DeviceControl others) {
        this.others = others;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.IOCTL, this::control);
    }

    private long control(Caller caller) throws PosixException {
        int fd = caller.intArgument(0);
        OpenFile file = caller.process().descriptors().get(fd);
        if (file instanceof PathHandle) {
            throw new PosixException(Errno.EBADF);
        }
        int request = caller.intArgument(1);
        long argument = caller.argument(2);
        switch (request) {
            case AVAILABLE -> {
                if (file instanceof InodeFile && PositionCalls.isDirectory(file)) {
                    throw new PosixException(Errno.ENOTTY);
                }
                caller.memory().putInt(argument, file.available());
            }
            case NON_BLOCKING -> file.setNonBlocking(caller.memory().getInt(argument) != 0);
            case KEEP_ON_EXECUTE -> caller.process().descriptors().setClosingOnExecute(fd, false);
            case CLOSE_ON_EXECUTE -> caller.process().descriptors().setClosingOnExecute(fd, true);
            case ASYNCHRONOUS -> {
                int unused = caller.memory().getInt(argument);
            }
            default -> {
                return file.isTerminal()
                        ? terminal.control(caller, request, argument)
                        : others.control(caller, file, request, argument);
            }
        }
        return 0;
    }
}
