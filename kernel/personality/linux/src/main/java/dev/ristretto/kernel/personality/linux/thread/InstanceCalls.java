package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.MachineFacts;
import dev.ristretto.kernel.personality.linux.time.ClockSource;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What the instance is, and random bytes from it (uname(2), sysinfo(2), getrandom(2)). */
final class InstanceCalls {
    /** Bytes of each text of struct utsname with the zero behind it. */
    private static final int TEXT = 65;

    private static final int TEXTS = 6;
    private static final String VERSION = "#1 SMP Ristretto";

    // struct sysinfo.
    private static final int INFORMATION_SIZE = 112;
    private static final int MEMORY_AT = 32;
    private static final int FREE_MEMORY_AT = 40;
    private static final int PROCESSES_AT = 80;
    private static final int UNIT_AT = 104;

    private static final int RANDOM_STEP = 4096;
    private static final long MOST_RANDOM = 0x1ff_ffff;
    private static final int RANDOM_FLAGS = 7;
    private static final int RANDOM_AND_INSECURE = 6;

    private static final int ASK_PERSONALITY = -1;

    private final MachineFacts facts;
    private final ClockSource clock;

    InstanceCalls(MachineFacts facts, ClockSource clock) {
        this.facts = facts;
        this.clock = clock;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.UNAME, this::names);
        table.set(SystemCalls.SYSINFO, this::information);
        table.set(SystemCalls.GETRANDOM, this::random);
        table.set(SystemCalls.PERSONALITY, this::personality);
        table.set(SystemCalls.SETHOSTNAME, InstanceCalls::refuse);
        table.set(SystemCalls.SETDOMAINNAME, InstanceCalls::refuse);
        table.set(SystemCalls.REBOOT, InstanceCalls::refuse);
    }

    private static long refuse(Caller caller) throws PosixException {
        throw new PosixException(Errno.EPERM);
    }

    private long names(Caller caller) throws PosixException {
        byte[] names = new byte[TEXT * TEXTS];
        put(names, 0, "Linux");
        put(names, 1, facts.hostName());
        put(names, 2, facts.release());
        put(names, 3, VERSION);
        put(names, 4, "x86_64");
        put(names, 5, "(none)");
        caller.memory().write(caller.argument(0), names);
        return 0;
    }

    private static void put(byte[] names, int index, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, names, TEXT * index, Math.min(bytes.length, TEXT - 1));
    }

    private long information(Caller caller) throws PosixException {
        ByteBuffer bytes = ByteBuffer.allocate(INFORMATION_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, clock.monotonic() / TimeValues.SECOND);
        bytes.putLong(MEMORY_AT, facts.memory()).putLong(FREE_MEMORY_AT, facts.freeMemory());
        int threads = ProgramThread.of(caller).owner().threads().size();
        bytes.putShort(PROCESSES_AT, (short) threads).putInt(UNIT_AT, 1);
        caller.memory().write(caller.argument(0), bytes.array());
        return 0;
    }

    private long random(Caller caller) throws PosixException {
        int flags = caller.intArgument(2);
        if ((flags & ~RANDOM_FLAGS) != 0 || (flags & RANDOM_AND_INSECURE) == RANDOM_AND_INSECURE) {
            throw new PosixException(Errno.EINVAL);
        }
        long wanted = caller.argument(1);
        long length = wanted < 0 ? MOST_RANDOM : Math.min(wanted, MOST_RANDOM);
        long done = 0;
        while (done < length) {
            byte[] bytes = new byte[(int) Math.min(RANDOM_STEP, length - done)];
            facts.fillRandom(bytes);
            int written = caller.memory().writeSome(caller.argument(0) + done, bytes, 0, bytes.length);
            done += written;
            if (written < bytes.length) {
                if (done == 0) {
                    throw new PosixException(Errno.EFAULT);
                }
                break;
            }
            if (caller.isSignalled()) {
                break;
            }
        }
        return done;
    }

    /** There is one only, 0; others are taken note of by nobody. */
    private long personality(Caller caller) throws PosixException {
        int wanted = caller.intArgument(0);
        if (wanted != ASK_PERSONALITY && wanted != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return 0;
    }
}
