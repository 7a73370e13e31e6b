package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.VirtualMemory;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;

/** malloc and mmap. */
final class MemoryFunctions {
    /** More than any machine has. */
    private static final long MOST = 1L << 40;

    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int ACCESS = PageAccess.READ | PageAccess.WRITE | PageAccess.EXECUTE;

    private MemoryFunctions() {}

    @CEntryPoint(name = "malloc", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long malloc(long bytes) {
        return allocate(bytes);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long allocate(long bytes) {
        long address = 0;
        if (bytes >= 0 && bytes <= MOST) {
            address = CHeap.isLarge(bytes) && HeapMemory.lends(bytes) ? CHeap.borrow(bytes) : CHeap.allocate(bytes);
        }
        if (address == 0) {
            LibcErrno.set(ErrorNumbers.ENOMEM);
        }
        return address;
    }

    @CEntryPoint(name = "calloc", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long calloc(long count, long bytes) {
        if (count < 0 || bytes < 0 || count > Integer.MAX_VALUE || bytes > Long.MAX_VALUE >>> 32) {
            LibcErrno.set(ErrorNumbers.ENOMEM);
            return 0;
        }
        long address = allocate(count * bytes);
        if (address != 0) {
            Cpu.fill(address, 0, count * bytes);
        }
        return address;
    }

    @CEntryPoint(name = "realloc", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long realloc(long address, long bytes) {
        if (address == 0) {
            return allocate(bytes);
        }
        long capacity = CHeap.capacity(address);
        if (bytes <= capacity) {
            return address;
        }
        long moved = allocate(bytes);
        if (moved != 0) {
            Cpu.copy(moved, address, capacity);
            CHeap.free(address);
        }
        return moved;
    }

    @CEntryPoint(name = "free", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void free(long address) {
        CHeap.free(address);
    }

    /** Anonymous memory only. PROT_* values are those of {@link VirtualMemory}. */
    @CEntryPoint(name = "mmap", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long mmap(long address, long length, int protection, int flags, int file, long offset) {
        if ((flags & MAP_ANONYMOUS) == 0) {
            return LibcErrno.fail(ErrorNumbers.ENODEV);
        }
        long bytes = AddressSpace.pageUp(length);
        int access = protection & ACCESS;
        if ((flags & MAP_FIXED) == 0) {
            address = VirtualMemory.reserve(bytes);
        } else if (access == PageAccess.NONE) {
            VirtualMemory.release(address, bytes);
            return address;
        }
        if (address == 0 || (access != PageAccess.NONE && !VirtualMemory.commit(address, bytes, access))) {
            return LibcErrno.fail(ErrorNumbers.ENOMEM);
        }
        return address;
    }

    @CEntryPoint(name = "munmap", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int munmap(long address, long length) {
        VirtualMemory.release(address, AddressSpace.pageUp(length));
        return 0;
    }

    @CEntryPoint(name = "mprotect", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mprotect(long address, long length, int protection) {
        if (!VirtualMemory.protect(address, AddressSpace.pageUp(length), protection & ACCESS)) {
            return LibcErrno.fail(ErrorNumbers.ENOMEM);
        }
        return 0;
    }

    /**
     * mremap as SubstrateVM uses it, with MREMAP_DONTUNMAP: to move the image heap to its place, and, without a target,
     * to copy a part of it.
     */
    @CEntryPoint(name = "mremapP", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long mremap(long from, long length, long newLength, int flags, long to) {
        long bytes = AddressSpace.pageUp(length);
        if (to != 0) {
            return VirtualMemory.move(from, bytes, to) ? to : LibcErrno.fail(ErrorNumbers.ENOMEM);
        }
        long copy = VirtualMemory.reserve(bytes);
        if (copy == 0 || !VirtualMemory.commit(copy, bytes, PageAccess.READ | PageAccess.WRITE)) {
            return LibcErrno.fail(ErrorNumbers.ENOMEM);
        }
        Cpu.copy(copy, from, length);
        return copy;
    }
}
