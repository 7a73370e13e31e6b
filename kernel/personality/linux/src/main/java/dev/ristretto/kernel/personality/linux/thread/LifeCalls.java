package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.family.CloneRequest;
import dev.ristretto.kernel.personality.linux.thread.futex.RobustList;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** Threads begin and end (clone(2), exit(2), set_tid_address(2)). */
final class LifeCalls {
    private static final long VFORK = CloneRequest.MEMORY | CloneRequest.VFORK;

    void addTo(CallTable table) {
        table.set(SystemCalls.CLONE, this::cloneThread);
        table.set(SystemCalls.CLONE3, this::cloneByRecord);
        table.set(SystemCalls.FORK, caller -> beginProcess(caller, CloneRequest.ofProcess(0, SignalNumbers.CHILD)));
        table.set(
                SystemCalls.VFORK, caller -> beginProcess(caller, CloneRequest.ofProcess(VFORK, SignalNumbers.CHILD)));
        table.set(SystemCalls.EXIT, this::exit);
        table.set(SystemCalls.EXIT_GROUP, this::exitGroup);
        table.set(SystemCalls.SET_TID_ADDRESS, this::setClearedWord);
        table.set(SystemCalls.SET_ROBUST_LIST, this::setRobustList);
        table.set(SystemCalls.GET_ROBUST_LIST, this::getRobustList);
        table.set(SystemCalls.GETTID, caller -> ProgramThread.of(caller).number());
        // Sections of code that begin again when they are preempted are not kept; C libraries do without.
        table.set(SystemCalls.RSEQ, LifeCalls::refuse);
    }

    private static long refuse(Caller caller) throws PosixException {
        throw new PosixException(Errno.ENOSYS);
    }

    private static long beginProcess(Caller caller, CloneRequest request) throws PosixException {
        return new ProcessBirth(ProgramThread.of(caller), request).begin();
    }

    private long cloneThread(Caller caller) throws PosixException {
        return begin(
                caller,
                CloneRequest.of(
                        Integer.toUnsignedLong(caller.intArgument(0)),
                        caller.argument(1),
                        caller.argument(2),
                        caller.argument(3),
                        caller.argument(4)));
    }

    private long cloneByRecord(Caller caller) throws PosixException {
        CloneRequest request = CloneRequest.read(caller.memory(), caller.argument(0), caller.argument(1));
        if (request.has(CloneRequest.THREAD) && request.endSignal() != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return begin(caller, request);
    }

    private static long begin(Caller caller, CloneRequest request) throws PosixException {
        if (!request.isThread()) {
            return beginProcess(caller, request);
        }
        if (!request.has(CloneRequest.FILE_SYSTEM | CloneRequest.FILES)) {
            throw new PosixException(Errno.EINVAL); // threads have their files in common
        }
        ProgramThread creator = ProgramThread.of(caller);
        LinuxProcess process = creator.owner();
        int number = process.table().newNumber();
        if (number == 0) {
            throw new PosixException(Errno.EAGAIN);
        }
        UserContext context = process.programMemory().newContext();
        copy(creator.context(), context);
        context.set(UserContext.RAX, 0);
        if (request.stackPointer() != 0) {
            context.set(UserContext.RSP, request.stackPointer());
        }
        if (request.has(CloneRequest.SET_THREAD_POINTER)) {
            context.setThreadPointer(request.threadPointer());
        }
        ProgramThread thread =
                process.newThread(number, context, creator.signals().mask(), creator.name());
        if (request.has(CloneRequest.CLEAR_CHILD_WORD)) {
            thread.clearAtEnd(request.childWord());
        }
        if (request.has(CloneRequest.SET_PARENT_WORD)) {
            put(caller, request.parentWord(), number);
        }
        if (request.has(CloneRequest.SET_CHILD_WORD)) {
            put(caller, request.childWord(), number);
        }
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            process.leave(thread);
            throw new PosixException(Errno.EAGAIN);
        }
        return number;
    }

    /** As Linux, which begins the thread all the same when the word cannot be written. */
    private static void put(Caller caller, long address, int number) {
        try {
            caller.memory().putInt(address, number);
        } catch (PosixException e) {
            // The program has to live with it.
        }
    }

    /** Copies all registers. */
    static void copy(UserContext from, UserContext to) {
        for (int register = UserContext.R15; register <= UserContext.RAX; register++) {
            to.set(register, from.get(register));
        }
        to.set(UserContext.RIP, from.get(UserContext.RIP));
        to.set(UserContext.RFLAGS, from.get(UserContext.RFLAGS));
        to.set(UserContext.RSP, from.get(UserContext.RSP));
        to.setThreadPointer(from.threadPointer());
        byte[] vectors = new byte[UserContext.VECTOR_STATE];
        from.vectorState(vectors);
        to.setVectorState(vectors);
    }

    private long exit(Caller caller) {
        ProgramThread.of(caller).exit(caller.intArgument(0));
        return 0;
    }

    private long exitGroup(Caller caller) {
        boolean unused = ProgramThread.of(caller).owner().end(ProgramEnd.byItself(caller.intArgument(0)));
        return 0;
    }

    private long setClearedWord(Caller caller) {
        ProgramThread thread = ProgramThread.of(caller);
        thread.clearAtEnd(caller.argument(0));
        return thread.number();
    }

    private long setRobustList(Caller caller) throws PosixException {
        if (caller.argument(1) != RobustList.HEAD_SIZE) {
            throw new PosixException(Errno.EINVAL);
        }
        ProgramThread.of(caller).setRobustList(caller.argument(0));
        return 0;
    }

    private long getRobustList(Caller caller) throws PosixException {
        ProgramThread thread = ProgramThread.of(caller);
        ProgramThread asked =
                caller.intArgument(0) == 0 ? thread : thread.owner().table().thread(caller.intArgument(0));
        if (asked == null) {
            throw new PosixException(Errno.ESRCH);
        }
        caller.memory().putLong(caller.argument(1), asked.robustList());
        caller.memory().putLong(caller.argument(2), RobustList.HEAD_SIZE);
        return 0;
    }
}
