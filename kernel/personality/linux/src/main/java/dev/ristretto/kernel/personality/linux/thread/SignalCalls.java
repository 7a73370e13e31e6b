package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.signal.AlternateStack;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalFile;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalFrame;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalSetting;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfThread;
import dev.ristretto.kernel.personality.linux.time.ClockSource;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What signals do, blocking them and waiting for them (signal(7)), sending them, and timers that do. */
public final class SignalCalls {
    /** Bytes of struct kernel_sigaction. */
    private static final int SETTING_SIZE = 32;

    private static final int BLOCK = 0;
    private static final int UNBLOCK = 1;
    private static final int SET = 2;

    private static final int NON_BLOCKING = 0x800;
    private static final int CLOSE_ON_EXECUTE = 0x8_0000;

    /** The calls. */
    public SignalCalls() {}

    /** Has the calls of this group answered. */
    public void addTo(CallTable table) {
        table.set(SystemCalls.RT_SIGACTION, this::action);
        table.set(SystemCalls.RT_SIGPROCMASK, this::mask);
        table.set(SystemCalls.RT_SIGPENDING, this::pending);
        table.set(SystemCalls.RT_SIGSUSPEND, this::suspend);
        table.set(SystemCalls.RT_SIGTIMEDWAIT, this::timedWait);
        table.set(SystemCalls.RT_SIGRETURN, this::endHandler);
        table.set(SystemCalls.SIGALTSTACK, this::alternateStack);
        table.set(SystemCalls.PAUSE, SignalCalls::pause);
        table.set(SystemCalls.SIGNALFD, caller -> file(caller, 0));
        table.set(SystemCalls.SIGNALFD4, caller -> file(caller, caller.intArgument(3)));
        new SendCalls().addTo(table);
        new AlarmCalls().addTo(table);
    }

    private static SignalsOfThread signals(Caller caller) {
        return ProgramThread.of(caller).signals();
    }

    private static ClockSource clock(Caller caller) {
        return ProgramThread.of(caller).owner().services().clock();
    }

    private static void checkSize(long size) throws PosixException {
        if (size != SignalNumbers.SET_SIZE) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private long action(Caller caller) throws PosixException {
        int signal = caller.intArgument(0);
        long wanted = caller.argument(1);
        checkSize(caller.argument(3));
        SignalSetting setting = wanted == 0 ? null : readSetting(caller, wanted);
        boolean fixed = SignalNumbers.isSignal(signal) && (SignalNumbers.bit(signal) & SignalNumbers.UNSTOPPABLE) != 0;
        if (!SignalNumbers.isSignal(signal) || setting != null && fixed) {
            throw new PosixException(Errno.EINVAL);
        }
        LinuxProcess process = ProgramThread.of(caller).owner();
        SignalSetting old = setting == null
                ? process.signals().setting(signal)
                : process.signals().exchange(signal, setting);
        if (caller.argument(2) != 0) {
            ByteBuffer bytes = ByteBuffer.allocate(SETTING_SIZE).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(old.handler()).putLong(old.flags()).putLong(old.restorer());
            caller.memory().write(caller.argument(2), bytes.putLong(old.mask()).array());
        }
        return 0;
    }

    private static SignalSetting readSetting(Caller caller, long address) throws PosixException {
        ByteBuffer bytes =
                ByteBuffer.wrap(caller.memory().bytes(address, SETTING_SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        return new SignalSetting(
                bytes.getLong(),
                bytes.getLong() & SignalSetting.KNOWN_FLAGS,
                bytes.getLong(),
                bytes.getLong() & ~SignalNumbers.UNSTOPPABLE);
    }

    private long mask(Caller caller) throws PosixException {
        checkSize(caller.argument(3));
        SignalsOfThread signals = signals(caller);
        long old = signals.mask();
        if (caller.argument(1) != 0) {
            long set = caller.memory().getLong(caller.argument(1));
            switch (caller.intArgument(0)) {
                case BLOCK -> signals.setMask(old | set);
                case UNBLOCK -> signals.setMask(old & ~set);
                case SET -> signals.setMask(set);
                default -> throw new PosixException(Errno.EINVAL);
            }
        }
        if (caller.argument(2) != 0) {
            caller.memory().putLong(caller.argument(2), old);
        }
        return 0;
    }

    private long pending(Caller caller) throws PosixException {
        checkSize(caller.argument(1));
        ProgramThread thread = ProgramThread.of(caller);
        long waiting = thread.owner().signals().pending(thread.signals());
        caller.memory().putLong(caller.argument(0), waiting & thread.signals().mask());
        return 0;
    }

    private long suspend(Caller caller) throws PosixException {
        checkSize(caller.argument(1));
        signals(caller).setMaskMeanwhile(caller.memory().getLong(caller.argument(0)));
        return pause(caller);
    }

    private static long pause(Caller caller) throws PosixException {
        while (!caller.isSignalled()) {
            clock(caller).parkUntil(ClockSource.NEVER);
        }
        throw new PosixException(Errno.EINTR);
    }

    private long timedWait(Caller caller) throws PosixException {
        checkSize(caller.argument(3));
        long set = caller.memory().getLong(caller.argument(0)) & ~SignalNumbers.UNSTOPPABLE;
        long timeout = caller.argument(2);
        long deadline = timeout == 0
                ? ClockSource.NEVER
                : clock(caller).after(TimeValues.nanoseconds(caller.memory(), timeout));
        ProgramThread thread = ProgramThread.of(caller);
        thread.owner().signals().await(thread.signals(), set);
        SignalNote note;
        try {
            note = await(thread, set, deadline);
        } finally {
            thread.owner().signals().await(thread.signals(), 0);
        }
        if (caller.argument(1) != 0) {
            caller.memory().write(caller.argument(1), note.bytes());
        }
        return note.number();
    }

    private static SignalNote await(ProgramThread thread, long set, long deadline) throws PosixException {
        ClockSource clock = clock(thread);
        while (true) {
            SignalNote note = thread.owner().signals().take(thread.signals(), set);
            if (note != null) {
                return note;
            }
            if (thread.isSignalled()) {
                throw new PosixException(Errno.EINTR);
            }
            if (deadline != ClockSource.NEVER && clock.monotonic() >= deadline) {
                throw new PosixException(Errno.EAGAIN);
            }
            clock.parkUntil(deadline);
        }
    }

    /** What it returns is what the frame says, for that register is restored as all others are. */
    private long endHandler(Caller caller) {
        ProgramThread thread = ProgramThread.of(caller);
        try {
            SignalFrame.end(thread.context(), caller.memory(), thread.signals());
        } catch (PosixException e) {
            SignalNote note = SignalNote.plain(SignalNumbers.SEGMENT, SignalNote.BY_KERNEL);
            thread.owner().signals().force(thread.signals(), note);
            return 0;
        }
        return thread.context().get(UserContext.RAX);
    }

    private long alternateStack(Caller caller) throws PosixException {
        ProgramThread thread = ProgramThread.of(caller);
        long pointer = thread.context().get(UserContext.RSP);
        AlternateStack old = thread.signals().stack();
        if (caller.argument(0) != 0) {
            ByteBuffer bytes = ByteBuffer.wrap(caller.memory().bytes(caller.argument(0), AlternateStack.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            if ((old.flags(pointer) & AlternateStack.ACTIVE) != 0) {
                throw new PosixException(Errno.EPERM);
            }
            thread.signals().setStack(SignalFrame.stack(bytes, 0));
        }
        if (caller.argument(1) != 0) {
            caller.memory().write(caller.argument(1), SignalFrame.stackBytes(old, pointer));
        }
        return 0;
    }

    private long file(Caller caller, int flags) throws PosixException {
        checkSize(caller.argument(2));
        if ((flags & ~(NON_BLOCKING | CLOSE_ON_EXECUTE)) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        long set = caller.memory().getLong(caller.argument(1)) & ~SignalNumbers.UNSTOPPABLE;
        int descriptor = caller.intArgument(0);
        if (descriptor != -1) {
            caller.process()
                    .descriptors()
                    .get(descriptor, SignalFile.class, Errno.EINVAL)
                    .setSet(set);
            return descriptor;
        }
        SignalFile made = new SignalFile(ProgramThread.of(caller).owner().signals(), set);
        made.setNonBlocking((flags & NON_BLOCKING) != 0);
        try {
            return caller.process().descriptors().open(made, (flags & CLOSE_ON_EXECUTE) != 0);
        } catch (PosixException e) {
            made.forget();
            throw e;
        }
    }
}
