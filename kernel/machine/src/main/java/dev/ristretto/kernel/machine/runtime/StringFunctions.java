package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.memory.CHeap;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.type.CCharPointer;

/** C strings. memcpy, memmove and memset are in memory.S. */
final class StringFunctions {
    private static final CGlobalData<CCharPointer> ERROR = CGlobalDataFactory.createCString("error");

    private StringFunctions() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long length(long text) {
        long length = 0;
        while (Raw.getByte(text + length) != 0) {
            length++;
        }
        return length;
    }

    @CEntryPoint(name = "strlen", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long strlen(long text) {
        return length(text);
    }

    @CEntryPoint(name = "strcmp", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int strcmp(long left, long right) {
        while (Raw.getByte(left) != 0 && Raw.getByte(left) == Raw.getByte(right)) {
            left++;
            right++;
        }
        return Raw.getByte(left) - Raw.getByte(right);
    }

    @CEntryPoint(name = "memcmp", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int memcmp(long left, long right, long bytes) {
        for (long i = 0; i < bytes; i++) {
            int difference = Raw.getByte(left + i) - Raw.getByte(right + i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    @CEntryPoint(name = "strdup", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long strdup(long text) {
        long bytes = length(text) + 1;
        long copy = CHeap.allocate(bytes);
        if (copy != 0) {
            Cpu.copy(copy, text, bytes);
        }
        return copy;
    }

    @CEntryPoint(name = "isdigit", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int isdigit(int character) {
        return character >= '0' && character <= '9' ? 1 : 0;
    }

    @CEntryPoint(name = "strtoull", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long strtoull(long text, long end, int base) {
        while (Raw.getByte(text) == ' ') {
            text++;
        }
        int radix = base == 0 ? 10 : base;
        long value = 0;
        while (true) {
            int digit = digit(Raw.getByte(text));
            if (digit >= radix) {
                break;
            }
            value = value * radix + digit;
            text++;
        }
        if (end != 0) {
            Raw.putLong(end, 0, text);
        }
        return value;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int digit(int character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int letter = character | 0x20;
        return letter >= 'a' && letter <= 'z' ? letter - 'a' + 10 : Integer.MAX_VALUE;
    }

    @CEntryPoint(name = "strerror", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long strerror(int error) {
        return ERROR.get().rawValue();
    }
}
