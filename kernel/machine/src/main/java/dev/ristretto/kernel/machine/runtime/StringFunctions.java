package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.memory.CHeap;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;

/** C strings. memcpy, memmove and memset are in memory.S. */
final class StringFunctions {
    private static final CGlobalData<CCharPointer> ERROR = CGlobalDataFactory.createCString("error");

    private StringFunctions() {}

    @CEntryPoint(name = "strlen", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long strlen(long text) {
        return Text.length(text);
    }

    @CEntryPoint(name = "strcmp", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int strcmp(long left, long right) {
        while (Text.at(left) != 0 && Text.at(left) == Text.at(right)) {
            left++;
            right++;
        }
        return Text.at(left) - Text.at(right);
    }

    @CEntryPoint(name = "memcmp", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int memcmp(long left, long right, long bytes) {
        for (long i = 0; i < bytes; i++) {
            int difference = Text.at(left + i) - Text.at(right + i);
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
        long bytes = Text.length(text) + 1;
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
        while (Text.at(text) == ' ') {
            text++;
        }
        int radix = base == 0 ? 10 : base;
        long value = 0;
        while (true) {
            int digit = digit(Text.at(text));
            if (digit >= radix) {
                break;
            }
            value = value * radix + digit;
            text++;
        }
        if (end != 0) {
            Variable.set(end, text);
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
