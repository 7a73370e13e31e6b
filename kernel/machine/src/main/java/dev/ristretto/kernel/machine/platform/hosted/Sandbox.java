package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.abi.linux.SeccompProgram;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.linux.FilterProgram;
import dev.ristretto.kernel.machine.layout.linux.ResourceLimit;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * The walls around the process: no new privileges, no core dumps, namespaces of its own where the host allows them, and
 * the {@link SeccompFilter}. Closed before the application's first instruction; there is no way back.
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
        int instructions = SeccompFilter.program().length / SeccompProgram.INSTRUCTION;
        return new byte[] {(byte) instructions, (byte) (instructions >> 8), 0, 0, 0, 0, 0, 0};
    });

    private static final CGlobalData<CCharPointer> NOT_CLOSED = CGlobalDataFactory.createCString(
            "Linux refuses the sandbox: a process needs seccomp filters (CONFIG_SECCOMP_FILTER)");

    private static final CGlobalData<CCharPointer> FORBIDDEN =
            CGlobalDataFactory.createCString("forbidden system call ");
    private static final CGlobalData<CCharPointer> NAMES = CGlobalDataFactory.createCString(SystemCalls.names());
    private static final CGlobalData<Pointer> REASON = CGlobalDataFactory.createBytes(() -> 96);

    /** Whether the process stays dumpable: only then may a debugger of the same user read it. */
    private static final CGlobalData<Pointer> DUMPABLE = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    private Sandbox() {}

    /** Before {@link #close}: lets a debugger of the same user look inside. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void admitDebugger() {
        Variable.set(DUMPABLE.get(), 1);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void close() {
        Pointer limit = StackValue.get(ResourceLimit.SIZE);
        ResourceLimit.set(limit, 0);
        HostCalls.setLimit(CORE_SIZE, limit);
        if (HostCalls.unshare(USER_NAMESPACE | NAMESPACES) != 0) {
            HostCalls.unshare(NAMESPACES);
        }
        HostCalls.control(SET_DUMPABLE, Variable.get(DUMPABLE.get()), 0);
        HostCalls.control(SET_NO_NEW_PRIVILEGES, 1, 0);
        Pointer program = StackValue.get(FilterProgram.SIZE);
        FilterProgram.setLength(program, Variable.get(FILTER_LENGTH.get()));
        FilterProgram.setInstructions(program, FILTER.get().rawValue());
        if (HostCalls.control(SET_SECCOMP, MODE_FILTER, program.rawValue()) != 0) {
            Traps.panic(NOT_CLOSED.get());
        }
    }

    /** Ends the process, which has tried a system call that the filter forbids. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void stopForCall(int number, TrapFramePointer frame) {
        long reason = REASON.get().rawValue();
        long end = append(reason, FORBIDDEN.get().rawValue());
        end = appendNumber(end, number);
        long name = NAMES.get().rawValue();
        for (int i = 0; i < number && Text.at(name) != 0; name++) {
            if (Text.at(name) == ' ') {
                i++;
            }
        }
        end = Text.put(end, ' ');
        end = Text.put(end, '(');
        while (Text.at(name) > ' ') {
            end = Text.put(end, Text.at(name++));
        }
        end = Text.put(end, ')');
        Text.put(end, 0);
        CCharPointer text = WordFactory.pointer(reason);
        Traps.panicAt(text, frame, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long append(long target, long text) {
        while (Text.at(text) != 0) {
            target = Text.put(target, Text.at(text++));
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
            target = Text.put(target, '0' + number / power % 10);
        }
        return target;
    }
}
