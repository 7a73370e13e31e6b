package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.linux.SeccompFilter;
import dev.ristretto.abi.linux.SeccompProgram;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.DiskSupport;
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

    private static final byte[] PROGRAM =
            SeccompFilter.program(AddressSpace.RESERVATIONS, AddressSpace.RESERVATIONS_END, DiskSupport.INCLUDED);
    private static final int PROGRAM_LENGTH = PROGRAM.length / SeccompProgram.INSTRUCTION;
    private static final CGlobalData<Pointer> FILTER = createBytes(() -> PROGRAM);
    private static final CGlobalData<Pointer> REFUSALS = createBytes(SeccompFilter::refusals);

    private static final CGlobalData<CCharPointer> NOT_CLOSED =
            createCString("Linux refuses the sandbox: a process needs seccomp filters (CONFIG_SECCOMP_FILTER)");

    /** Whether the process stays dumpable: only then may a debugger of the same user read it. */
    private static final CGlobalData<Pointer> DUMPABLE = createBytes(() -> Variable.SIZE);

    private Sandbox() {}

    /** Before {@link #close}: lets a debugger of the same user look inside. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void admitDebugger() {
        Variable.set(DUMPABLE.get(), 1);
    }

    /** Separates the process from others, with one thread still. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void separate() {
        Pointer limit = StackValue.get(ResourceLimit.SIZE);
        ResourceLimit.set(limit, 0);
        HostCalls.setLimit(CORE_SIZE, limit);
        if (HostCalls.unshare(USER_NAMESPACE | NAMESPACES) != 0) {
            HostCalls.unshare(NAMESPACES);
        }
        HostCalls.control(SET_DUMPABLE, Variable.get(DUMPABLE.get()), 0);
        HostCalls.control(SET_NO_NEW_PRIVILEGES, 1, 0);
    }

    /** Puts the running thread behind the filter. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void close() {
        Pointer program = StackValue.get(FilterProgram.SIZE);
        FilterProgram.set(program, PROGRAM_LENGTH, FILTER.get());
        if (HostCalls.control(SET_SECCOMP, MODE_FILTER, program.rawValue()) != 0) {
            Traps.panic(NOT_CLOSED.get());
        }
    }

    /** Ends the process, which has tried a system call that the filter forbids. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void stopForCall(int number, TrapFramePointer frame) {
        long refusal = REFUSALS.get().rawValue();
        long next = refusal + Text.length(refusal) + 1;
        for (int call = 0; call != number && Text.at(next) != 0; call++) {
            refusal = next;
            next += Text.length(next) + 1;
        }
        CCharPointer reason = WordFactory.pointer(refusal);
        Traps.panicAt(reason, frame, 0);
    }
}
