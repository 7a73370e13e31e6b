package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * The walls around the process: no new privileges, no core dumps, namespaces of its own where the host allows them, and the
 * {@link SeccompFilter}. Closed before the application's first instruction; there is no way back.
 */
final class Sandbox {
    private static final int CORE_SIZE = 4;
    private static final int SET_DUMPABLE = 4;
    private static final int SET_SECCOMP = 22;
    private static final int SET_NO_NEW_PRIVILEGES = 38;
    private static final int MODE_FILTER = 2;

    /** Mounts, host name, System V IPC and network; and users, which lets everybody make the others. */
    private static final int NAMESPACES = 0x0002_0000 | 0x0400_0000 | 0x0800_0000 | 0x4000_0000;

    private static final int USER_NAMESPACE = 0x1000_0000;

    private static final CGlobalData<Pointer> FILTER = CGlobalDataFactory.createBytes(SeccompFilter::program);
    private static final CGlobalData<Pointer> FILTER_LENGTH = CGlobalDataFactory.createBytes(() -> {
        int instructions = SeccompFilter.program().length / SeccompFilter.INSTRUCTION;
        return new byte[] {(byte) instructions, (byte) (instructions >> 8)};
    });

    private static final CGlobalData<CCharPointer> NOT_CLOSED = CGlobalDataFactory.createCString(
            "Linux refuses the sandbox: a process needs seccomp filters (CONFIG_SECCOMP_FILTER)");

    private static final CGlobalData<CCharPointer> FORBIDDEN =
            CGlobalDataFactory.createCString("forbidden system call ");
    private static final CGlobalData<CCharPointer> NAMES = CGlobalDataFactory.createCString(HostCallNames.text());
    private static final CGlobalData<Pointer> REASON = CGlobalDataFactory.createBytes(() -> 96);

    /** Whether the process stays dumpable: only then may a debugger of the same user read it. */
    private static final CGlobalData<Pointer> DUMPABLE = CGlobalDataFactory.createBytes(() -> 8);

    private Sandbox() {}

    /** Before {@link #close}: lets a debugger of the same user look inside. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void admitDebugger() {
        Raw.putLong(DUMPABLE.get().rawValue(), 0, 1);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void close() {
        Pointer limit = StackValue.get(16);
        Raw.putLong(limit.rawValue(), 0, 0);
        Raw.putLong(limit.rawValue(), 8, 0);
        HostCalls.setLimit(CORE_SIZE, limit.rawValue());
        if (HostCalls.unshare(USER_NAMESPACE | NAMESPACES) != 0) {
            HostCalls.unshare(NAMESPACES);
        }
        HostCalls.control(SET_DUMPABLE, Raw.getLong(DUMPABLE.get().rawValue(), 0), 0);
        HostCalls.control(SET_NO_NEW_PRIVILEGES, 1, 0);
        Pointer program = StackValue.get(16);
        Raw.putLong(program.rawValue(), 0, Raw.getInt(FILTER_LENGTH.get().rawValue(), 0) & 0xffff);
        Raw.putLong(program.rawValue(), 8, FILTER.get().rawValue());
        if (HostCalls.control(SET_SECCOMP, MODE_FILTER, program.rawValue()) != 0) {
            Traps.panic(NOT_CLOSED.get());
        }
    }

    /** Ends the process, which has tried a system call that the filter forbids. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void stopForCall(int number, long frame, long address) {
        long reason = REASON.get().rawValue();
        long end = append(reason, FORBIDDEN.get().rawValue());
        end = appendNumber(end, number);
        long name = NAMES.get().rawValue();
        for (int i = 0; i < number && Raw.getByte(name) != 0; name++) {
            if (Raw.getByte(name) == ' ') {
                i++;
            }
        }
        Raw.putByte(end++, ' ');
        Raw.putByte(end++, '(');
        while (Raw.getByte(name) > ' ') {
            Raw.putByte(end++, Raw.getByte(name++));
        }
        Raw.putByte(end++, ')');
        Raw.putByte(end, 0);
        CCharPointer text = WordFactory.pointer(reason);
        Traps.panicAt(text, frame, address);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long append(long target, long text) {
        while (Raw.getByte(text) != 0) {
            Raw.putByte(target++, Raw.getByte(text++));
        }
        return target;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long appendNumber(long target, int number) {
        int power = 1;
        while (power <= number / 10) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            Raw.putByte(target++, '0' + number / power % 10);
        }
        return target;
    }
}
