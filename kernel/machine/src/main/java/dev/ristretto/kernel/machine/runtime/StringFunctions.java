package dev.ristretto.kernel.machine.runtime;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.memory.CHeap;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;

/** C strings. memcpy, memmove and memset are in memory.S. */
final class StringFunctions {
    private static final CGlobalData<CCharPointer> ERROR = createCString("error");

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

    @CEntryPoint(name = "strerror", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long strerror(int error) {
        return ERROR.get().rawValue();
    }
}
