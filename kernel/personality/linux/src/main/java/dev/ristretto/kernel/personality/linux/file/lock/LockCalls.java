package dev.ristretto.kernel.personality.linux.file.lock;

import dev.ristretto.abi.linux.CallArguments;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The locks that programs ask for. Those of a process go when it closes any descriptor of the file (fcntl(2)), those of
 * an opening with its last descriptor.
 */
public final class LockCalls {
    /** Commands of fcntl(2). */
    public static final int GET = 5;

    public static final int SET = 6;
    public static final int SET_WAITING = 7;
    public static final int GET_OF_OPENING = 36;
    public static final int SET_OF_OPENING = 37;
    public static final int SET_OF_OPENING_WAITING = 38;

    private static final short UNLOCK = 2;

    /** Operations of flock(2). */
    private static final int SHARED = 1;

    private static final int EXCLUSIVE = 2;
    private static final int NOT_WAITING = 4;
    private static final int UNLOCK_WHOLE = 8;

    private static final int FROM_POSITION = 1;
    private static final int FROM_END = 2;
    private static final int ACCESS_MODE = 3;

    /** In the place of a process, for the lock of an opening. */
    private static final int NO_PROCESS = -1;

    private final FileLocks whole = new FileLocks();
    private final FileLocks parts = new FileLocks();
    /** The openings that have had locks of their own. */
    private final Set<InodeFile> watched = ConcurrentHashMap.newKeySet();

    private final ToIntFunction<Process> numbers;

    /** @param numbers gives the numbers of processes */
    public LockCalls(ToIntFunction<Process> numbers) {
        this.numbers = numbers;
    }

    /** flock(2). */
    public long flock(Caller caller) throws PosixException {
        OpenFile file = caller.process().descriptors().get(caller.intArgument(0));
        int operation = caller.intArgument(1);
        int kind = operation & ~NOT_WAITING;
        if (kind != SHARED && kind != EXCLUSIVE && kind != UNLOCK_WHOLE) {
            throw new PosixException(Errno.EINVAL);
        }
        if (!(file instanceof InodeFile opened)) {
            return 0;
        }
        if (kind == UNLOCK_WHOLE) {
            whole.unlock(opened.inode(), (Object) opened);
            return 0;
        }
        FileLock lock = new FileLock(opened, 0, Long.MAX_VALUE, kind == EXCLUSIVE);
        whole.lock(caller, opened.inode(), lock, (operation & NOT_WAITING) == 0, false);
        endWith(opened);
        return 0;
    }

    /** The locks of fcntl(2); the command is one of this class's. */
    public long control(Caller caller, OpenFile file, int command, long address) throws PosixException {
        byte[] bytes = caller.memory().bytes(address, CallArguments.LOCK_SIZE);
        ByteBuffer structure = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int kind = structure.getShort(0);
        if (kind < CallArguments.READ_LOCK || kind > UNLOCK) {
            throw new PosixException(Errno.EINVAL);
        }
        if (!(file instanceof InodeFile opened)) {
            throw new PosixException(Errno.EBADF);
        }
        boolean ofOpening = command >= GET_OF_OPENING;
        if (ofOpening && structure.getInt(24) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        Object owner = ofOpening ? opened : caller.process();
        FileLock lock = lock(opened, owner, structure, kind == CallArguments.WRITE_LOCK);
        if (command == GET || command == GET_OF_OPENING) {
            tell(structure, parts.conflict(opened.inode(), lock));
            caller.memory().write(address, bytes);
        } else if (kind == UNLOCK) {
            parts.unlock(opened.inode(), lock);
        } else {
            requireAccess(opened, kind);
            boolean wait = command == SET_WAITING || command == SET_OF_OPENING_WAITING;
            parts.lock(caller, opened.inode(), lock, wait, !ofOpening);
            if (ofOpening) {
                endWith(opened);
            }
        }
        return 0;
    }

    /** A process has closed a descriptor of a file. */
    public void closed(Process process, OpenFile file) {
        if (file instanceof InodeFile opened) {
            parts.unlock(opened.inode(), (Object) process);
        }
    }

    /** A process has ended. */
    public void ended(Process process) {
        parts.unlockAll(process);
    }

    private static FileLock lock(InodeFile file, Object owner, ByteBuffer structure, boolean exclusive)
            throws PosixException {
        long base = switch (structure.getShort(2)) {
            case 0 -> 0;
            case FROM_POSITION -> file.position();
            case FROM_END -> file.size();
            default -> throw new PosixException(Errno.EINVAL);
        };
        long start = structure.getLong(8);
        long length = structure.getLong(16);
        try {
            long first = Math.addExact(base, start);
            long last = length == 0 ? Long.MAX_VALUE : Math.addExact(first, length - 1);
            if (length < 0) {
                last = first - 1;
                first = Math.addExact(first, length);
            }
            if (first < 0) {
                throw new PosixException(Errno.EINVAL);
            }
            return new FileLock(owner, first, last, exclusive);
        } catch (ArithmeticException e) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private void tell(ByteBuffer structure, @Nullable FileLock conflict) {
        if (conflict == null) {
            structure.putShort(0, UNLOCK);
            return;
        }
        boolean endless = conflict.last() == Long.MAX_VALUE;
        structure.putShort(0, (short) (conflict.exclusive() ? CallArguments.WRITE_LOCK : CallArguments.READ_LOCK));
        structure.putShort(2, (short) 0);
        structure.putLong(8, conflict.first());
        structure.putLong(16, endless ? 0 : conflict.last() - conflict.first() + 1);
        structure.putInt(24, conflict.owner() instanceof Process process ? numbers.applyAsInt(process) : NO_PROCESS);
    }

    private static void requireAccess(OpenFile file, int kind) throws PosixException {
        int access = file.statusFlags() & ACCESS_MODE;
        boolean denied = kind == CallArguments.READ_LOCK ? access == FileOpening.WRITE_ONLY : access == 0;
        if (denied) {
            throw new PosixException(Errno.EBADF);
        }
    }

    /** Its locks end with its last descriptor; also if that was closed while it got one. */
    private void endWith(InodeFile opened) {
        if (watched.add(opened)) {
            opened.addWatcher((file, events) -> endIfReleased(opened));
        }
        endIfReleased(opened);
    }

    private void endIfReleased(InodeFile opened) {
        if (opened.isReleased()) {
            watched.remove(opened);
            whole.unlock(opened.inode(), (Object) opened);
            parts.unlock(opened.inode(), (Object) opened);
        }
    }
}
