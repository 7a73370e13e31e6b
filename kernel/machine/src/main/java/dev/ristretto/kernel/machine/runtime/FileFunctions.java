package dev.ristretto.kernel.machine.runtime;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.platform.Platform;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;

/**
 * The few file functions that SubstrateVM itself calls: standard output and error are the console, nothing else exists.
 * Files of the application are in {@code kernel.personality.jdk}.
 */
final class FileFunctions {
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final CGlobalData<CCharPointer> NEWLINE = createCString("\n");

    private FileFunctions() {}

    @CEntryPoint(name = "write", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long write(int file, long address, long bytes) {
        if (file != STANDARD_OUTPUT && file != STANDARD_ERROR) {
            return LibcErrno.fail(ErrorNumbers.EBADF);
        }
        // What the runtime has to say belongs to what the kernel says, a panic's traces above all.
        Platform.consoleWrite(address, bytes, false);
        return bytes;
    }

    /** A stream is its descriptor. */
    @CEntryPoint(name = "fdopen", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long fdopen(int file, long mode) {
        return file;
    }

    /** Fatal errors of SubstrateVM: format is always "%s: %d", of which the text matters. */
    @CEntryPoint(name = "fprintfSD", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int print(long stream, long format, long text, int number) {
        Platform.consoleWrite(text, Text.length(text), false);
        Platform.consoleWrite(NEWLINE.get().rawValue(), 1, false);
        return 0;
    }
}
