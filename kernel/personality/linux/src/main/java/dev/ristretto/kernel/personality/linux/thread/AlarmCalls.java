package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.thread.alarm.Alarm;
import dev.ristretto.kernel.personality.linux.thread.alarm.ProgramTimer;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.time.ClockSource;
import dev.ristretto.kernel.personality.linux.time.LinuxClock;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Predicate;

/** Timers that send signals (alarm(2), setitimer(2), timer_create(2)). Those that count processor time are refused. */
final class AlarmCalls {
    private static final int REAL = 0;
    private static final int ABSOLUTE = 1;
    private static final long HALF_SECOND = TimeValues.SECOND / 2;

    // struct sigevent (sigevent(7)).
    private static final int EVENT_SIZE = 64;
    private static final int SIGNAL_AT = 8;
    private static final int NOTIFY_AT = 12;
    private static final int THREAD_AT = 16;

    // How a timer tells that it has expired.
    private static final int BY_SIGNAL = 0;
    private static final int NOT = 1;
    private static final int BY_THREAD = 2;
    private static final int TO_THREAD = 4;

    void addTo(CallTable table) {
        table.set(SystemCalls.ALARM, this::alarm);
        table.set(SystemCalls.SETITIMER, this::setInterval);
        table.set(SystemCalls.GETITIMER, this::getInterval);
        table.set(SystemCalls.TIMER_CREATE, this::create);
        table.set(SystemCalls.TIMER_SETTIME, this::set);
        table.set(SystemCalls.TIMER_GETTIME, this::get);
        table.set(SystemCalls.TIMER_GETOVERRUN, caller -> timer(caller).overrun());
        table.set(SystemCalls.TIMER_DELETE, this::delete);
    }

    private static LinuxProcess process(Caller caller) {
        return ProgramThread.of(caller).owner();
    }

    private static ClockSource clock(Caller caller) {
        return process(caller).services().clock();
    }

    private static Alarm interval(Caller caller) {
        LinuxProcess process = process(caller);
        SignalNote note = SignalNote.plain(SignalNumbers.ALARM, SignalNote.BY_KERNEL);
        return process.timers().interval(times -> {
            boolean unused = process.signals().send(note);
        });
    }

    private long alarm(Caller caller) {
        long seconds = Integer.toUnsignedLong(caller.intArgument(0));
        Alarm.State old = interval(caller).set(deadline(caller, seconds * TimeValues.SECOND), 0);
        long whole = old.left() / TimeValues.SECOND;
        boolean roundsUp = old.left() % TimeValues.SECOND >= HALF_SECOND || whole == 0 && old.left() > 0;
        return roundsUp ? whole + 1 : whole;
    }

    /** When so much time is over; never, if it is 0. */
    private static long deadline(Caller caller, long nanoseconds) {
        return nanoseconds == 0 ? ClockSource.NEVER : clock(caller).after(nanoseconds);
    }

    private long setInterval(Caller caller) throws PosixException {
        checkReal(caller);
        UserMemory memory = caller.memory();
        long wanted = caller.argument(1);
        long interval = wanted == 0 ? 0 : TimeValues.ofMicroseconds(memory, wanted);
        long first = wanted == 0 ? 0 : TimeValues.ofMicroseconds(memory, wanted + TimeValues.SIZE);
        Alarm.State old = interval(caller).set(deadline(caller, first), first == 0 ? 0 : interval);
        if (caller.argument(2) != 0) {
            writeInterval(memory, caller.argument(2), old);
        }
        return 0;
    }

    private long getInterval(Caller caller) throws PosixException {
        checkReal(caller);
        writeInterval(caller.memory(), caller.argument(1), interval(caller).state());
        return 0;
    }

    private static void checkReal(Caller caller) throws PosixException {
        if (caller.intArgument(0) != REAL) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private static void writeInterval(UserMemory memory, long address, Alarm.State state) throws PosixException {
        // What is set must not look as if it were not.
        long left = state.left() == 0 ? 0 : Math.max(TimeValues.MICROSECOND, state.left());
        TimeValues.writeMicroseconds(memory, address, state.interval());
        TimeValues.writeMicroseconds(memory, address + TimeValues.SIZE, left);
    }

    private long create(Caller caller) throws PosixException {
        LinuxClock clock = LinuxClock.of(caller.intArgument(0));
        if (clock == LinuxClock.PROCESS || clock == LinuxClock.THREAD) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        boolean realtime = clock == LinuxClock.REALTIME;
        LinuxProcess process = process(caller);
        int number;
        if (caller.argument(1) == 0) {
            number = process.timers()
                    .add(made -> new ProgramTimer(
                            process.timers().clock(),
                            realtime,
                            made,
                            SignalNumbers.ALARM,
                            made,
                            process.signals()::send));
        } else {
            ByteBuffer event = ByteBuffer.wrap(caller.memory().bytes(caller.argument(1), EVENT_SIZE))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int notify = event.getInt(NOTIFY_AT);
            Predicate<SignalNote> sender = sender(process, notify, event.getInt(THREAD_AT));
            int signal = notify == NOT ? 0 : event.getInt(SIGNAL_AT);
            if (notify != NOT && !SignalNumbers.isSignal(signal)) {
                throw new PosixException(Errno.EINVAL);
            }
            number = process.timers()
                    .add(made -> new ProgramTimer(
                            process.timers().clock(), realtime, made, signal, event.getLong(0), sender));
        }
        try {
            caller.memory().putInt(caller.argument(2), number);
        } catch (PosixException e) {
            stop(process, process.timers().remove(number));
            throw e;
        }
        return 0;
    }

    private static Predicate<SignalNote> sender(LinuxProcess process, int notify, int number) throws PosixException {
        if (notify == TO_THREAD) {
            ProgramThread thread = process.table().thread(number);
            if (thread == null || thread.owner() != process) {
                throw new PosixException(Errno.EINVAL);
            }
            return note -> process.signals().send(thread.signals(), note);
        }
        if (notify != BY_SIGNAL && notify != NOT && notify != BY_THREAD) {
            throw new PosixException(Errno.EINVAL);
        }
        return process.signals()::send;
    }

    private static ProgramTimer timer(Caller caller) throws PosixException {
        return process(caller).timers().get(caller.intArgument(0));
    }

    private long set(Caller caller) throws PosixException {
        ProgramTimer timer = timer(caller);
        long interval = TimeValues.nanoseconds(caller.memory(), caller.argument(2));
        long first = TimeValues.nanoseconds(caller.memory(), caller.argument(2) + TimeValues.SIZE);
        long deadline = deadline(caller, first);
        if (first != 0 && (caller.intArgument(1) & ABSOLUTE) != 0) {
            deadline = timer.isRealtime() ? clock(caller).monotonicAt(first) : first;
        }
        Alarm.State old = timer.alarm().set(deadline, interval);
        if (caller.argument(3) != 0) {
            write(caller.memory(), caller.argument(3), old);
        }
        return 0;
    }

    private long get(Caller caller) throws PosixException {
        write(caller.memory(), caller.argument(1), timer(caller).alarm().state());
        return 0;
    }

    private static void write(UserMemory memory, long address, Alarm.State state) throws PosixException {
        TimeValues.writeNanoseconds(memory, address, state.interval());
        TimeValues.writeNanoseconds(memory, address + TimeValues.SIZE, state.left());
    }

    private long delete(Caller caller) throws PosixException {
        stop(process(caller), process(caller).timers().remove(caller.intArgument(0)));
        return 0;
    }

    /** Has a timer that has gone send nothing any more. */
    static void stop(LinuxProcess process, ProgramTimer timer) {
        Alarm.State unused = timer.alarm().set(ClockSource.NEVER, 0);
        boolean ignored = process.signals().dropOf(timer);
    }
}
