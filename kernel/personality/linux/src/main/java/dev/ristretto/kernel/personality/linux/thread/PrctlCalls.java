package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.thread.traits.ProcessTraits;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.charset.StandardCharsets;

/** Odds and ends of threads and processes (prctl(2), arch_prctl(2)). */
final class PrctlCalls {
    /** Bytes of a name with the zero behind it (TASK_COMM_LEN). */
    private static final int NAME = 16;

    private static final int LAST_CAPABILITY = 40;
    private static final long USUAL_SLACK = 50_000;

    private static final int SET_FS = 0x1002;
    private static final int GET_FS = 0x1003;

    // Commands of prctl (linux/prctl.h).
    private static final int SET_PARENT_DEATH_SIGNAL = 1;
    private static final int GET_PARENT_DEATH_SIGNAL = 2;
    private static final int GET_DUMPABLE = 3;
    private static final int SET_DUMPABLE = 4;
    private static final int GET_KEEP_CAPABILITIES = 7;
    private static final int SET_KEEP_CAPABILITIES = 8;
    private static final int SET_NAME = 15;
    private static final int GET_NAME = 16;
    private static final int READ_BOUND = 23;
    private static final int DROP_BOUND = 24;
    private static final int GET_SECURE_BITS = 27;
    private static final int SET_SLACK = 29;
    private static final int GET_SLACK = 30;
    private static final int SET_REAPER = 36;
    private static final int GET_REAPER = 37;
    private static final int SET_NO_NEW_PRIVILEGES = 38;
    private static final int GET_NO_NEW_PRIVILEGES = 39;
    private static final int SET_HUGE_PAGES_OFF = 41;
    private static final int GET_HUGE_PAGES_OFF = 42;
    private static final int AMBIENT = 47;
    private static final int AMBIENT_IS_SET = 1;
    private static final int AMBIENT_RAISE = 2;
    private static final int AMBIENT_CLEAR = 4;

    void addTo(CallTable table) {
        table.set(SystemCalls.PRCTL, this::control);
        table.set(SystemCalls.ARCH_PRCTL, this::segments);
    }

    /** A name as it is kept: no more than 15 bytes. */
    static String cut(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length < NAME ? name : new String(bytes, 0, NAME - 1, StandardCharsets.UTF_8);
    }

    private long segments(Caller caller) throws PosixException {
        long address = caller.argument(1);
        switch (caller.intArgument(0)) {
            case SET_FS -> {
                if (Long.compareUnsigned(address, UserSpace.HIGH_END) >= 0) {
                    throw new PosixException(Errno.EPERM);
                }
                ProgramThread.of(caller).context().setThreadPointer(address);
            }
            case GET_FS ->
                caller.memory()
                        .putLong(address, ProgramThread.of(caller).context().threadPointer());
            default -> throw new PosixException(Errno.EINVAL); // the other segment is the kernel's own
        }
        return 0;
    }

    private long control(Caller caller) throws PosixException {
        ProgramThread thread = ProgramThread.of(caller);
        ProcessTraits traits = thread.owner().traits();
        long value = caller.argument(1);
        return switch (caller.intArgument(0)) {
            case SET_PARENT_DEATH_SIGNAL -> {
                check(value == 0 || SignalNumbers.isSignal((int) value) && value == (int) value);
                traits.parentDeathSignal = (int) value;
                yield 0;
            }
            case GET_PARENT_DEATH_SIGNAL -> tell(caller, traits.parentDeathSignal);
            case GET_DUMPABLE -> flag(traits.dumpable);
            case SET_DUMPABLE -> {
                traits.dumpable = isSet(value);
                yield 0;
            }
            case GET_KEEP_CAPABILITIES -> flag(traits.keepsCapabilities);
            case SET_KEEP_CAPABILITIES -> {
                traits.keepsCapabilities = isSet(value);
                yield 0;
            }
            case SET_NAME -> {
                thread.setName(readName(caller, value));
                yield 0;
            }
            case GET_NAME -> writeName(caller, value, thread.name());
            case READ_BOUND -> {
                check(value >= 0 && value <= LAST_CAPABILITY);
                yield 1;
            }
            case DROP_BOUND -> {
                check(value >= 0 && value <= LAST_CAPABILITY);
                yield 0;
            }
            case GET_SECURE_BITS -> 0;
            case SET_SLACK -> {
                traits.timerSlack = value <= 0 ? USUAL_SLACK : value;
                yield 0;
            }
            case GET_SLACK -> traits.timerSlack;
            case SET_REAPER -> {
                traits.reapsOrphans = value != 0;
                yield 0;
            }
            case GET_REAPER -> tell(caller, traits.reapsOrphans ? 1 : 0);
            default -> controlMore(caller, traits, value);
        };
    }

    private static long controlMore(Caller caller, ProcessTraits traits, long value) throws PosixException {
        return switch (caller.intArgument(0)) {
            case SET_NO_NEW_PRIVILEGES -> {
                check(value == 1 && caller.argument(2) == 0 && caller.argument(3) == 0 && caller.argument(4) == 0);
                traits.noNewPrivileges = true;
                yield 0;
            }
            case GET_NO_NEW_PRIVILEGES -> flag(traits.noNewPrivileges);
            case SET_HUGE_PAGES_OFF -> {
                traits.withoutHugePages = value != 0;
                yield 0;
            }
            case GET_HUGE_PAGES_OFF -> flag(traits.withoutHugePages);
            case AMBIENT -> {
                check(value >= AMBIENT_IS_SET && value <= AMBIENT_CLEAR);
                if (value == AMBIENT_RAISE) {
                    throw new PosixException(Errno.EPERM);
                }
                yield 0;
            }
            default -> throw new PosixException(Errno.EINVAL);
        };
    }

    private static void check(boolean valid) throws PosixException {
        if (!valid) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private static boolean isSet(long value) throws PosixException {
        check(value == 0 || value == 1);
        return value == 1;
    }

    private static long flag(boolean set) {
        return set ? 1 : 0;
    }

    private static long tell(Caller caller, int value) throws PosixException {
        caller.memory().putInt(caller.argument(1), value);
        return 0;
    }

    /** What is longer is cut, not refused: only so many bytes are looked at, up to a zero. */
    private static String readName(Caller caller, long address) throws PosixException {
        byte[] bytes = new byte[NAME - 1];
        int length = caller.memory().readSome(address, bytes, 0, bytes.length);
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        if (end == length && length < bytes.length) {
            throw new PosixException(Errno.EFAULT);
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static long writeName(Caller caller, long address, String name) throws PosixException {
        byte[] bytes = new byte[NAME];
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, bytes, 0, Math.min(text.length, NAME - 1));
        caller.memory().write(address, bytes);
        return 0;
    }
}
