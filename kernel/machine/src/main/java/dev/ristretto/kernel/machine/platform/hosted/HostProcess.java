package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.Report;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.MemoryMapEntry;
import dev.ristretto.kernel.machine.layout.StartInfo;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.WordArray;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * The start of the process, in the role of firmware and boot loader: maps the memory that will be the physical one and
 * puts into its first mebibyte what a hypervisor would, the boot information of PVH with a memory map and a command
 * line.
 *
 * <p>The command line is the value of the variable {@link CommandLine#PROCESS_VARIABLE}, with a token for each argument
 * of the process behind it. All other variables of the process's environment are left behind.
 */
final class HostProcess {
    private static final CGlobalData<CCharPointer> VARIABLE = createCString(CommandLine.PROCESS_VARIABLE + "=");
    private static final CGlobalData<CCharPointer> MEMORY = createCString(CommandLine.MEMORY);
    private static final CGlobalData<CCharPointer> ARGUMENT = createCString(" " + CommandLine.ARGUMENT);
    private static final CGlobalData<CCharPointer> NO_MEMORY =
            createCString("ristretto: Linux gives the process no memory (ulimit -v?)\n");
    private static final CGlobalData<CCharPointer> TOO_LONG =
            createCString("ristretto: the arguments are too long: 900 KiB at most\n");

    /** The first descriptor behind those of the console. */
    static final int FIRST_DESCRIPTOR = 3;

    private static final long LEAST_DEFAULT = 64L << 20;

    // Physical addresses below 1 MiB, which the kernel leaves alone.
    private static final long START_INFO = 0x1000;
    private static final long MEMORY_MAP = 0x1100;
    private static final long COMMAND_LINE = 0x2000;
    private static final long COMMAND_LINE_END = 0xf_0000;

    private HostProcess() {}

    /**
     * Prepares memory, signals and what the starter hands over.
     *
     * @param stack what Linux left on the stack: argc, argv, null, environment, null
     * @return the physical address of the boot information
     */
    @CEntryPoint(name = "hosted_prepare", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long prepare(long stack) {
        HostClock.begin();
        long arguments = WordArray.get(stack, 0);
        long variables = stack + 8 * (arguments + 2);
        long options = find(variables);
        HostCalls.closeAllFrom(FIRST_DESCRIPTOR + (options == 0 ? 0 : HostHandover.openedDisks(options)));
        long bytes = memory(options);
        if (!HostMemory.map(AddressSpace.DIRECT_MAP, bytes, HostCalls.PROTECTION_READ | HostCalls.PROTECTION_WRITE)
                || !HostSignals.initialize()) {
            stop(NO_MEMORY.get());
        }
        Pointer information = WordFactory.pointer(AddressSpace.direct(START_INFO));
        StartInfo.set(information, COMMAND_LINE, MEMORY_MAP, 1);
        Pointer memory = WordFactory.pointer(AddressSpace.direct(MEMORY_MAP));
        MemoryMapEntry.set(memory, 0, bytes);
        writeCommandLine(options, stack, arguments);
        HostHandover.accept(AddressSpace.direct(COMMAND_LINE));
        return START_INFO;
    }

    /** The value of the variable, 0 if it is not there. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long find(long variables) {
        for (int i = 0; WordArray.get(variables, i) != 0; i++) {
            long value = Text.behind(WordArray.get(variables, i), VARIABLE.get());
            if (value != 0) {
                return value;
            }
        }
        return 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long memory(long options) {
        long value = Text.valueOf(MEMORY.get(), options);
        if (value != 0) {
            return AddressSpace.pageDown(size(value));
        }
        long inProportion = 4 * AddressSpace.leastMemory() - LEAST_DEFAULT;
        return AddressSpace.pageUp(inProportion > LEAST_DEFAULT ? inProportion : LEAST_DEFAULT);
    }

    /**
     * At least the first mebibyte, which the boot information needs, so that there is somebody to say that it is too
     * little.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long size(long digits) {
        long bytes = 0;
        while (Text.at(digits) >= '0' && Text.at(digits) <= '9' && bytes < 1L << 50) {
            bytes = bytes * 10 + Text.at(digits++) - '0';
        }
        int unit = Text.at(digits) | 0x20;
        int shift = unit == 'k' ? 10 : unit == 'm' ? 20 : unit == 'g' ? 30 : 0;
        long size = bytes << shift;
        return size < COMMAND_LINE_END ? COMMAND_LINE_END : size;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void writeCommandLine(long options, long stack, long arguments) {
        long line = AddressSpace.direct(COMMAND_LINE);
        long end = AddressSpace.direct(COMMAND_LINE_END);
        if (options != 0) {
            for (; Text.at(options) != 0; options++) {
                line = put(line, end, Text.at(options));
            }
        }
        for (long i = 1; i < arguments; i++) {
            for (int c = 0; ARGUMENT.get().read(c) != 0; c++) {
                line = put(line, end, ARGUMENT.get().read(c));
            }
            for (long text = WordArray.get(stack, i + 1); Text.at(text) != 0; text++) {
                line = putEncoded(line, end, Text.at(text));
            }
        }
        put(line, end, 0);
    }

    /** A byte of an argument, as {@code %XX} if it means something on a command line. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long putEncoded(long line, long end, int value) {
        if (value > ' ' && value != '%') {
            return put(line, end, value);
        }
        line = put(line, end, '%');
        line = put(line, end, digit(value >> 4));
        return put(line, end, digit(value & 15));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int digit(int value) {
        return value < 10 ? '0' + value : 'A' + value - 10;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long put(long line, long end, int value) {
        if (line == end) {
            stop(TOO_LONG.get());
        }
        return Text.put(line, value);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void stop(CCharPointer reason) {
        HostConsole.print(reason);
        HostCalls.exit(Report.CANNOT_START_STATUS);
    }
}
