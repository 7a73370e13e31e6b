package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.file.lock.LockCalls;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileDescriptorTable;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.Pipe;
import dev.ristretto.kernel.posix.PosixException;

/** close(2), dup(2), pipe(2), fcntl(2), flock(2) and their like. */
final class DescriptorCalls {
    private static final int GET_PIPE_SIZE = 1032;
    private static final int SET_PIPE_SIZE = 1031;

    /** O_DIRECT, which makes packets of a pipe's writes: not known. */
    private static final int DIRECT = 040000;

    /** CLOSE_RANGE_UNSHARE: the table is shared with nobody but this process's threads. */
    private static final int UNSHARE = 2;

    /** CLOSE_RANGE_CLOEXEC. */
    private static final int MARK = 4;

    private final LockCalls locks;

    DescriptorCalls(LockCalls locks) {
        this.locks = locks;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.CLOSE, caller -> close(caller, caller.intArgument(0)));
        table.set(SystemCalls.CLOSE_RANGE, this::closeRange);
        table.set(SystemCalls.DUP, caller -> descriptors(caller).duplicate(caller.intArgument(0)));
        table.set(SystemCalls.DUP2, this::duplicateOnto);
        table.set(SystemCalls.DUP3, this::duplicateOntoOther);
        table.set(SystemCalls.PIPE, caller -> pipe(caller, 0));
        table.set(SystemCalls.PIPE2, caller -> pipe(caller, caller.intArgument(1)));
        table.set(SystemCalls.FLOCK, locks::flock);
        table.set(SystemCalls.FCNTL, this::control);
    }

    private static FileDescriptorTable descriptors(Caller caller) {
        return caller.process().descriptors();
    }

    private long close(Caller caller, int fd) throws PosixException {
        OpenFile file = descriptors(caller).get(fd);
        descriptors(caller).close(fd);
        locks.closed(caller.process(), file);
        return 0;
    }

    private long closeRange(Caller caller) throws PosixException {
        long first = caller.argument(0) & 0xffff_ffffL;
        long last = caller.argument(1) & 0xffff_ffffL;
        int flags = caller.intArgument(2);
        PathArguments.requireFlags(flags, UNSHARE | MARK);
        if (first > last) {
            throw new PosixException(Errno.EINVAL);
        }
        for (int fd : descriptors(caller).numbers()) {
            if (fd < first || fd > last) {
                continue;
            }
            try {
                if ((flags & MARK) != 0) {
                    descriptors(caller).setClosingOnExecute(fd, true);
                } else {
                    long unused = close(caller, fd);
                }
            } catch (PosixException e) {
                continue; // another thread was faster
            }
        }
        return 0;
    }

    private long duplicateOnto(Caller caller) throws PosixException {
        if (caller.intArgument(0) == caller.intArgument(1)) {
            OpenFile unused = descriptors(caller).get(caller.intArgument(0));
            return caller.intArgument(1);
        }
        return duplicate(caller, false);
    }

    private long duplicateOntoOther(Caller caller) throws PosixException {
        PathArguments.requireFlags(caller.intArgument(2), FileFlags.CLOSE_ON_EXECUTE);
        if (caller.intArgument(0) == caller.intArgument(1)) {
            throw new PosixException(Errno.EINVAL);
        }
        return duplicate(caller, caller.intArgument(2) != 0);
    }

    private long duplicate(Caller caller, boolean closeOnExecute) throws PosixException {
        int target = caller.intArgument(1);
        OpenFile before = descriptors(caller).numbers().contains(target)
                ? descriptors(caller).get(target)
                : null;
        descriptors(caller).duplicate(caller.intArgument(0), target, closeOnExecute);
        if (before != null) {
            locks.closed(caller.process(), before);
        }
        return target;
    }

    private static long pipe(Caller caller, int flags) throws PosixException {
        PathArguments.requireFlags(flags, FileFlags.CLOSE_ON_EXECUTE | FileFlags.NON_BLOCKING | DIRECT);
        boolean closeOnExecute = (flags & FileFlags.CLOSE_ON_EXECUTE) != 0;
        Pipe pipe = new Pipe();
        pipe.readEnd().setNonBlocking((flags & FileFlags.NON_BLOCKING) != 0);
        pipe.writeEnd().setNonBlocking((flags & FileFlags.NON_BLOCKING) != 0);
        int reading = descriptors(caller).open(pipe.readEnd(), closeOnExecute);
        int writing = -1;
        try {
            writing = descriptors(caller).open(pipe.writeEnd(), closeOnExecute);
            caller.memory().putLong(caller.argument(0), reading & 0xffff_ffffL | (long) writing << 32);
            return 0;
        } catch (PosixException e) {
            descriptors(caller).close(reading);
            if (writing >= 0) {
                descriptors(caller).close(writing);
            }
            throw e;
        }
    }

    private long control(Caller caller) throws PosixException {
        int fd = caller.intArgument(0);
        OpenFile file = descriptors(caller).get(fd);
        int command = caller.intArgument(1);
        int argument = caller.intArgument(2);
        return switch (command) {
            case FcntlCommands.DUPLICATE -> descriptors(caller).duplicateFrom(fd, argument, false);
            case FcntlCommands.DUPLICATE_CLOSING -> descriptors(caller).duplicateFrom(fd, argument, true);
            case FcntlCommands.GET_DESCRIPTOR_FLAGS -> descriptors(caller).closesOnExecute(fd) ? 1 : 0;
            case FcntlCommands.SET_DESCRIPTOR_FLAGS -> {
                descriptors(caller).setClosingOnExecute(fd, (argument & 1) != 0);
                yield 0;
            }
            case FcntlCommands.GET_STATUS_FLAGS -> flags(file);
            case FcntlCommands.SET_STATUS_FLAGS -> {
                if (file instanceof PathHandle) {
                    throw new PosixException(Errno.EBADF);
                }
                file.setNonBlocking((argument & FileFlags.NON_BLOCKING) != 0);
                file.setAppending((argument & FileOpening.APPEND) != 0);
                yield 0;
            }
            case LockCalls.GET,
                    LockCalls.SET,
                    LockCalls.SET_WAITING,
                    LockCalls.GET_OF_OPENING,
                    LockCalls.SET_OF_OPENING,
                    LockCalls.SET_OF_OPENING_WAITING -> locks.control(caller, file, command, caller.argument(2));
            // Whom to tell of readiness by a signal: nobody is told.
            case FcntlCommands.SET_OWNER, FcntlCommands.SET_SIGNAL -> 0;
            case FcntlCommands.GET_OWNER, FcntlCommands.GET_SIGNAL -> 0;
            case GET_PIPE_SIZE, SET_PIPE_SIZE -> pipeSize(file);
            default -> throw new PosixException(Errno.EINVAL);
        };
    }

    private static long flags(OpenFile file) {
        return file.statusFlags()
                | (file.isNonBlocking() ? FileFlags.NON_BLOCKING : 0)
                | (file instanceof InodeFile && !(file instanceof PathHandle) ? FileFlags.LARGE_FILE : 0);
    }

    private static long pipeSize(OpenFile file) throws PosixException {
        if (file.status().kind() != FileStatus.PIPE) {
            throw new PosixException(Errno.EBADF);
        }
        return Pipe.CAPACITY;
    }
}
