package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.thread.family.CloneRequest;
import dev.ristretto.kernel.personality.linux.thread.family.MemoryLoan;
import dev.ristretto.kernel.personality.linux.thread.signal.AlternateStack;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.concurrent.locks.LockSupport;

/** A process begins another one, which is like it (fork(2), vfork(2), clone(2)). */
final class ProcessBirth {
    private final ProgramThread creator;
    private final LinuxProcess parent;
    private final CloneRequest request;

    ProcessBirth(ProgramThread creator, CloneRequest request) {
        this.creator = creator;
        this.parent = creator.owner();
        this.request = request;
    }

    /** Begins it: its number. EAGAIN if there are too many, ENOMEM, EINVAL for what cannot be had here. */
    int begin() throws PosixException {
        if (!request.isKnownForProcess()) {
            parent.services()
                    .console()
                    .accept(parent.name() + " asks for a process by flags that are not there: 0x"
                            + Long.toHexString(request.flags()));
            throw new PosixException(Errno.EINVAL);
        }
        int number = parent.table().newNumber();
        if (number == 0) {
            throw new PosixException(Errno.EAGAIN);
        }
        boolean lends = request.has(CloneRequest.MEMORY);
        ProgramMemory memory = parent.programMemory();
        if (lends) {
            memory.retain();
        } else {
            memory = memory.copy();
        }
        UserContext context = null;
        ProgramThread thread = null;
        try {
            context = memory.newContext();
            LifeCalls.copy(creator.context(), context);
            setRegisters(context);
            LinuxProcess child = new LinuxProcess(parent, number, parent.files().copy(), memory);
            thread = child.newThread(number, context, creator.signals().mask(), creator.name());
        } finally {
            if (thread == null) {
                if (context != null) {
                    context.close();
                }
                memory.release();
            }
        }
        prepare(thread, memory.memory());
        if (request.has(CloneRequest.SET_PARENT_WORD)) {
            put(creator.memory(), request.parentWord(), number);
        }
        start(thread);
        return number;
    }

    private void setRegisters(UserContext context) {
        context.set(UserContext.RAX, 0);
        if (request.stackPointer() != 0) {
            context.set(UserContext.RSP, request.stackPointer());
        }
        if (request.has(CloneRequest.SET_THREAD_POINTER)) {
            context.setThreadPointer(request.threadPointer());
        }
    }

    private void prepare(ProgramThread thread, UserMemory memory) {
        LinuxProcess child = thread.owner();
        child.setName(creator.name());
        if (request.has(CloneRequest.CLEAR_HANDLERS)) {
            child.signals().forgetHandlers();
        }
        boolean sharesStack = request.has(CloneRequest.MEMORY) && !request.has(CloneRequest.VFORK);
        thread.signals()
                .setStack(sharesStack ? AlternateStack.NONE : creator.signals().stack());
        if (request.has(CloneRequest.CLEAR_CHILD_WORD)) {
            thread.clearAtEnd(request.childWord());
        }
        if (request.has(CloneRequest.SET_CHILD_WORD)) {
            put(memory, request.childWord(), child.number());
        }
        child.joinFamily(parent, request.has(CloneRequest.SAME_PARENT), (int) request.endSignal());
    }

    private void start(ProgramThread thread) throws PosixException {
        LinuxProcess child = thread.owner();
        MemoryLoan loan = null;
        if (request.has(CloneRequest.VFORK)) {
            loan = new MemoryLoan();
            child.setLoan(loan);
        }
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            child.table().families().discard(child.kin());
            child.leave(thread);
            throw new PosixException(Errno.EAGAIN);
        }
        while (loan != null && !loan.isReturned() && !mustEnd()) {
            LockSupport.park(this);
        }
    }

    /** Whether the thread may not even wait for its memory. */
    private boolean mustEnd() {
        long pending = parent.signals().pending(creator.signals());
        return creator.signals().isEnding() || (pending & SignalNumbers.bit(SignalNumbers.KILL)) != 0;
    }

    /** As Linux, which begins the process all the same when the word cannot be written. */
    private static void put(UserMemory memory, long address, int number) {
        try {
            memory.putInt(address, number);
        } catch (PosixException e) {
            // The program has to live with it.
        }
    }
}
