package dev.ristretto.kernel.machine.boot;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.MemoryMapEntry;
import dev.ristretto.kernel.machine.layout.ModuleEntry;
import dev.ristretto.kernel.machine.layout.StartInfo;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * What the hypervisor says at boot: {@link StartInfo} with a table of {@link MemoryMapEntry}s, the command line, and a
 * file that it has loaded.
 *
 * <p>It stays where it is: memory below 1 MiB the kernel leaves alone, and what lies above it keeps out of use: there
 * are {@link #HOLES} holes, {@link #holeStart} to {@link #holeEnd}.
 */
final class BootInformation {
    /** Firmware of large machines says many; each is a region of pages. */
    private static final int MOST_ENTRIES = 4096;

    private static final long LONGEST_COMMAND_LINE = 1L << 20;

    /** Memory below this belongs to firmware and boot information. */
    private static final long LOW = 1L << 20;

    /**
     * Start information, memory map, command line and list of files, which lie together; and the file, which QEMU puts
     * at the end of memory.
     */
    static final int HOLES = 2;

    private static final long LOW_MEMORY_END = 0x9_f000;

    private static final CGlobalData<CCharPointer> PROCESSORS = createCString(CommandLine.PROCESSORS);
    private static final CGlobalData<Pointer> START_INFO = createBytes(() -> Variable.SIZE);

    /** Start and end of each hole. */
    private static final CGlobalData<Pointer> EDGES = createBytes(() -> 2 * HOLES * Variable.SIZE);

    private BootInformation() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize(long physical) {
        Variable.set(START_INFO.get(), AddressSpace.direct(physical));
    }

    /** How many regions of memory there are, of any kind; 0 if the boot information is not what PVH says. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int regions() {
        if (StartInfo.signature(info()) != StartInfo.MAGIC || StartInfo.version(info()) < 1) {
            return 0;
        }
        int entries = StartInfo.memoryMapEntries(info());
        return entries < 0 || entries > MOST_ENTRIES ? 0 : entries;
    }

    /** First usable physical address of a region. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long regionStart(int region) {
        long start = MemoryMapEntry.start(entry(region));
        return start < LOW ? LOW : start;
    }

    /** The physical address behind a region; not above its start if the region is not usable memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long regionEndOf(int region) {
        Pointer entry = entry(region);
        return MemoryMapEntry.type(entry) == MemoryMapEntry.RAM
                ? MemoryMapEntry.start(entry) + MemoryMapEntry.length(entry)
                : 0;
    }

    /** The physical address behind the last byte of memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long memoryEnd() {
        long end = 0;
        for (int region = 0; region < regions(); region++) {
            long regionEnd = regionEndOf(region);
            if (regionEnd > end) {
                end = regionEnd;
            }
        }
        return end;
    }

    /**
     * The end of the region that holds a physical address, but at most 1 GiB, which boot.S has mapped; 0 if none does.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long regionEnd(long physical) {
        for (int region = 0; region < regions(); region++) {
            long end = regionEndOf(region);
            if (regionStart(region) <= physical && physical < end) {
                return end < 1L << 30 ? end : 1L << 30;
            }
        }
        return 0;
    }

    /** Direct address of the command line, a C string; 0 if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long commandLine() {
        long physical = StartInfo.commandLine(info());
        return physical == 0 ? 0 : AddressSpace.direct(physical);
    }

    /** How many processors shall be used, 0 if nobody says it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int processors() {
        long value = Text.valueOf(PROCESSORS.get(), commandLine());
        return value == 0 ? 0 : (int) Text.decimal(value, CommandLine.MOST_PROCESSORS);
    }

    /** Where firmware's tables begin, a physical address; 0 if nobody tells it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long rootPointer() {
        return StartInfo.rootPointer(info());
    }

    /** The physical address of a page below 640 KiB in which there is no boot information. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long lowPage() {
        long line = StartInfo.commandLine(info());
        long page = AddressSpace.PAGE;
        while (page < LOW_MEMORY_END
                && (touches(page, Variable.get(START_INFO.get()) - AddressSpace.direct(0), StartInfo.SIZE)
                        || touches(page, StartInfo.memoryMap(info()), (long) MemoryMapEntry.SIZE * regions())
                        || touches(page, line, line == 0 ? 0 : commandLineBytes())
                        || touches(page, StartInfo.moduleList(info()), ModuleEntry.SIZE)
                        || touches(page, fileBytes() == 0 ? 0 : ModuleEntry.start(module()), fileBytes()))) {
            page += AddressSpace.PAGE;
        }
        return page;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean touches(long page, long start, long bytes) {
        return start < page + AddressSpace.PAGE && start + bytes > page;
    }

    /** Direct address of the first file that the hypervisor has loaded; 0 if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long file() {
        return fileBytes() == 0 ? 0 : AddressSpace.direct(ModuleEntry.start(module()));
    }

    /** The length of that file; 0 if there is none that can be parameters. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long fileBytes() {
        if (StartInfo.modules(info()) == 0) {
            return 0;
        }
        long length = ModuleEntry.length(module());
        return length < 0 || length > LONGEST_COMMAND_LINE ? 0 : length;
    }

    /** Looks for the holes, once it is known that this is boot information. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void findHoles() {
        long line = StartInfo.commandLine(info());
        include(0, Variable.get(START_INFO.get()) - AddressSpace.direct(0), StartInfo.SIZE);
        include(0, StartInfo.memoryMap(info()), (long) MemoryMapEntry.SIZE * regions());
        include(0, line, line == 0 ? 0 : commandLineBytes());
        if (StartInfo.modules(info()) != 0) {
            include(0, StartInfo.moduleList(info()), ModuleEntry.SIZE);
            include(1, ModuleEntry.start(module()), fileBytes());
        }
    }

    /** Has a hole contain what lies above 1 MiB of some bytes, {@code start} being 0 if there are none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void include(int hole, long start, long bytes) {
        long from = AddressSpace.pageDown(start < LOW ? LOW : start);
        long to = AddressSpace.pageUp(start + bytes);
        if (start == 0 || bytes == 0 || to <= LOW) {
            return;
        }
        long edges = EDGES.get().rawValue();
        if (holeEnd(hole) == 0 || from < holeStart(hole)) {
            WordArray.set(edges, 2 * hole, from);
        }
        if (to > holeEnd(hole)) {
            WordArray.set(edges, 2 * hole + 1, to);
        }
    }

    /** First page of a hole above 1 MiB; not below {@link #holeEnd} if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long holeStart(int hole) {
        return WordArray.get(EDGES.get().rawValue(), 2 * hole);
    }

    /** The address behind the last such page, 0 if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long holeEnd(int hole) {
        return WordArray.get(EDGES.get().rawValue(), 2 * hole + 1);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long commandLineBytes() {
        Pointer text = WordFactory.pointer(commandLine());
        long length = 0;
        while (length < LONGEST_COMMAND_LINE && text.readByte(WordFactory.unsigned(length)) != 0) {
            length++;
        }
        return length + 1;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static Pointer entry(int region) {
        long map = AddressSpace.direct(StartInfo.memoryMap(info()));
        return WordFactory.pointer(map + (long) MemoryMapEntry.SIZE * region);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static Pointer module() {
        return WordFactory.pointer(AddressSpace.direct(StartInfo.moduleList(info())));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static Pointer info() {
        return WordFactory.pointer(Variable.get(START_INFO.get()));
    }
}
