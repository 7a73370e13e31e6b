package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.platform.Platform;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;

/**
 * The few file functions that SubstrateVM itself calls: standard output and error are the console, nothing else exists.
 * Files of the application are in {@code kernel.jdk}.
 */
final class FileFunctions {
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final CGlobalData<CCharPointer> NEWLINE = CGlobalDataFactory.createCString("\n");

    private FileFunctions() {}

    @CEntryPoint(name = "write", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long write(int file, long address, long bytes) {
        if (file != STANDARD_OUTPUT && file != STANDARD_ERROR) {
            return fail(ErrorNumbers.EBADF);
        }
        // What the runtime has to say belongs to what the kernel says, a panic's traces above all.
        Platform.consoleWrite(address, bytes, false);
        return bytes;
    }

    @CEntryPoint(name = "read", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long read(int file, long address, long bytes) {
        return fail(ErrorNumbers.EBADF);
    }

    @CEntryPoint(name = "openSII", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int open(long path, int flags, int mode) {
        return (int) fail(ErrorNumbers.ENOENT);
    }

    @CEntryPoint(name = "close", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int close(int file) {
        return 0;
    }

    @CEntryPoint(name = "fsync", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int fsync(int file) {
        return 0;
    }

    @CEntryPoint(name = "lseek", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long lseek(int file, long offset, int whence) {
        return fail(ErrorNumbers.ESPIPE);
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

    /** The working directory is the root. */
    @CEntryPoint(name = "getcwd", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long getcwd(long buffer, long size) {
        if (size < 2) {
            LibcErrno.set(ErrorNumbers.ERANGE);
            return 0;
        }
        Text.put(buffer, '/');
        Text.put(buffer + 1, 0);
        return buffer;
    }

    /** There are no links at this level: a path is its own real path. */
    @CEntryPoint(name = "realpath", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long realpath(long path, long resolved) {
        long length = Text.length(path) + 1;
        if (resolved == 0) {
            resolved = CHeap.allocate(length);
        }
        if (resolved != 0) {
            Cpu.copy(resolved, path, length);
        }
        return resolved;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long fail(int error) {
        LibcErrno.set(error);
        return -1;
    }
}
