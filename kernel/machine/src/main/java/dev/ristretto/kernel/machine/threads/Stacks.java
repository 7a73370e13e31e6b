package dev.ristretto.kernel.machine.threads;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.memory.VirtualMemory;
import dev.ristretto.kernel.machine.power.Panic;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;

/** The stacks of threads, which get their pages when they are first touched. */
final class Stacks {
    private static final CGlobalData<CCharPointer> NO_MEMORY =
            createCString("out of memory: a thread's stack could not grow");

    private Stacks() {}

    /** Gives the current thread's stack the page of an address and those above; 0 if the address is not there. */
    @CEntryPoint(name = "trap_page_missing", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int grow(long address) {
        ThreadPointer thread = Threads.current();
        long base = thread.getStackBase();
        long size = thread.getStackSize();
        if (address < base || address >= base + size) {
            return 0;
        }
        if (!VirtualMemory.commitUpwards(AddressSpace.pageDown(address))) {
            Panic.stop(NO_MEMORY.get());
        }
        return 1;
    }

    @CEntryPoint(name = "trap_is_guard_page", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int isGuardPage(long address) {
        long base = Threads.current().getStackBase();
        return address >= base - AddressSpace.PAGE && address < base ? 1 : 0;
    }
}
