package dev.ristretto.kernel.machine.memory;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.PageTableEntry;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import jdk.graal.compiler.word.Word;
import jdk.internal.misc.Unsafe;
import org.graalvm.word.Pointer;

/**
 * Copies to and from the memory of programs in ring 3. The kernel never touches a program's addresses: it looks a page
 * up in the tables, as the processor would, and copies by the direct map, with interrupts off from the look to the end
 * of that page.
 */
public final class UserCopies {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private UserCopies() {}

    /** Copies from a program's memory to an array, within one page; false if the program may not read it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean read(long root, long address, byte[] target, int offset, int length) {
        long flags = PageTableLock.acquire();
        long source = find(root, address, false);
        if (source != 0) {
            Cpu.copy(address(target, offset), source, length);
        }
        PageTableLock.release(flags);
        return source != 0;
    }

    /** Copies from an array to a program's memory, within one page; false if the program may not write to it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean write(long root, long address, byte[] source, int offset, int length) {
        long flags = PageTableLock.acquire();
        long target = find(root, address, true);
        if (target != 0) {
            Cpu.copy(target, address(source, offset), length);
        }
        PageTableLock.release(flags);
        return target != 0;
    }

    /** Compares and exchanges four bytes at a multiple of four: what was there, or -1 if they may not be written. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long compareAndExchange(long root, long address, int expected, int value) {
        long flags = PageTableLock.acquire();
        long word = find(root, address, true);
        long found = word == 0 ? -1 : UNSAFE.compareAndExchangeInt(null, word, expected, value) & 0xffff_ffffL;
        PageTableLock.release(flags);
        return found;
    }

    /** Where the direct map has a byte that a program may read, or write to; 0 if it may not. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long find(long root, long address, boolean write) {
        long entry = PageTables.get(root, AddressSpace.pageDown(address));
        return PageTableEntry.allows(entry, write)
                ? AddressSpace.direct(PageTableEntry.address(entry)) + (address & AddressSpace.PAGE - 1)
                : 0;
    }

    /** Of a byte of an array, which nobody moves while no collection can begin. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long address(byte[] array, int offset) {
        Pointer start = Word.objectToUntrackedPointer(array);
        return start.rawValue() + Unsafe.ARRAY_BYTE_BASE_OFFSET + offset;
    }
}
