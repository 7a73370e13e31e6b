package dev.ristretto.kernel.machine.boot;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.FirmwareTable;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.memory.VirtualMemory;
import org.graalvm.word.Pointer;

/** The processors that firmware tells of in its tables, where there are any. What it says need not be sensible. */
final class ProcessorTable {
    private static final long LONGEST_TABLE = 1L << 20;

    private static final CGlobalData<Pointer> COUNT = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> ADDRESSES = createBytes(() -> Processors.MOST * Variable.SIZE);

    private ProcessorTable() {}

    /** Reads it, if there is one; {@code rootPointer} is physical, 0 if nobody told it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void read(long rootPointer) {
        long pointer = rootPointer == 0 ? 0 : VirtualMemory.mapDevice(rootPointer, FirmwareTable.ROOT_POINTER_SIZE);
        if (pointer == 0 || FirmwareTable.rootSignature(pointer) != FirmwareTable.ROOT_POINTER) {
            return;
        }
        int bytes = FirmwareTable.addressBytes(pointer);
        long root = table(FirmwareTable.root(pointer));
        if (root == 0) {
            return;
        }
        for (int offset = FirmwareTable.HEADER; offset + bytes <= FirmwareTable.length(root); offset += bytes) {
            long table = table(FirmwareTable.address(root, offset, bytes));
            if (table != 0 && FirmwareTable.signature(table) == FirmwareTable.PROCESSORS) {
                readEntries(table);
                return;
            }
        }
    }

    /** A table in sight of the kernel; 0 if it cannot be one. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long table(long physical) {
        long header = physical == 0 ? 0 : VirtualMemory.mapDevice(physical, FirmwareTable.HEADER);
        if (header == 0
                || FirmwareTable.length(header) < FirmwareTable.HEADER
                || FirmwareTable.length(header) > LONGEST_TABLE) {
            return 0;
        }
        return VirtualMemory.mapDevice(physical, FirmwareTable.length(header));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void readEntries(long table) {
        long entry = table + FirmwareTable.FIRST_ENTRY;
        long end = table + FirmwareTable.length(table);
        while (entry + 2 <= end
                && FirmwareTable.entryLength(entry) >= 2
                && entry + FirmwareTable.entryLength(entry) <= end) {
            long address = FirmwareTable.processor(entry);
            if (address >= 0 && count() < Processors.MOST) {
                WordArray.set(ADDRESSES.get().rawValue(), count(), address);
                Variable.set(COUNT.get(), count() + 1L);
            }
            entry += FirmwareTable.entryLength(entry);
        }
    }

    /** How many processors it has, 0 if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int count() {
        return (int) Variable.get(COUNT.get());
    }

    /** The number by which interrupts reach one of them. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long address(int index) {
        return WordArray.get(ADDRESSES.get().rawValue(), index);
    }
}
