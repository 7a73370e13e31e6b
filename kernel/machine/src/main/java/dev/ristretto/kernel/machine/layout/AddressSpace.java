package dev.ristretto.kernel.machine.layout;

import static com.oracle.svm.core.c.CGlobalDataFactory.forSymbol;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.AddressBases;
import org.graalvm.word.Pointer;

/**
 * Where everything lives in the one address space.
 *
 * <pre>
 * 0000_0000_0000_0000  unmapped (page 0); from 0001_0000 on programs in ring 3
 * 0000_1000_0000_0000  the image, at its physical address plus this base
 * 0000_1800_0000_0000  direct map of physical memory
 * 0000_2000_0000_0000  reservations: Java heap, C heap, stacks
 * 0000_7000_0000_0000  programs in ring 3; as a process, what Linux maps
 * ffff_c000_0000_0000  device registers, uncached, at their physical address plus this base
 * </pre>
 *
 * Code must lie in the lower half: SubstrateVM takes a negative code address for none. All but the device registers
 * does, because that half is what a Linux process has; its upper end, from 7000_0000_0000 on, is left to Linux.
 */
public final class AddressSpace {
    public static final long IMAGE = AddressBases.IMAGE;
    public static final long DIRECT_MAP = AddressBases.DIRECT_MAP;
    public static final long RESERVATIONS = 0x0000_2000_0000_0000L;
    public static final long RESERVATIONS_END = 0x0000_7000_0000_0000L;
    public static final long DEVICES = 0xffff_c000_0000_0000L;

    public static final int PAGE_SHIFT = 12;
    public static final long PAGE = 1L << PAGE_SHIFT;

    /** The bounds of the parts of the image, defined by the linker. */
    public static final CGlobalData<Pointer> IMAGE_END = forSymbol("__image_end");

    public static final CGlobalData<Pointer> TEXT_START = forSymbol("__text_start");
    public static final CGlobalData<Pointer> TEXT_END = forSymbol("__text_end");
    public static final CGlobalData<Pointer> RODATA_START = forSymbol("__rodata_start");
    public static final CGlobalData<Pointer> RODATA_END = forSymbol("__rodata_end");
    public static final CGlobalData<Pointer> HEAP_START = forSymbol("__heap_start");

    /** What the kernel and the smallest application need beyond the image itself. */
    public static final long LEAST_FREE = 5L << 20;

    private AddressSpace() {}

    /** The least memory, in bytes, with which the kernel gets as far as the application. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long leastMemory() {
        return IMAGE_END.get().rawValue() - IMAGE + LEAST_FREE;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long direct(long physical) {
        return DIRECT_MAP + physical;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long pageUp(long bytes) {
        return (bytes + PAGE - 1) & -PAGE;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long pageDown(long bytes) {
        return bytes & -PAGE;
    }
}
