package dev.ristretto.kernel.machine.libc;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.Cpu;
import dev.ristretto.kernel.machine.Panic;
import dev.ristretto.kernel.machine.Raw;
import dev.ristretto.kernel.machine.pc.CpuFeatures;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.function.CFunctionPointer;
import org.graalvm.nativeimage.c.function.InvokeCFunctionPointer;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/** What GraalVM's C helper libraries do: CPU features, and natives that are missing. */
final class RuntimeFunctions {
    private static final int JNI_FIND_CLASS = 6 * 8;
    private static final int JNI_THROW_NEW = 14 * 8;
    private static final CGlobalData<CCharPointer> UNSUPPORTED =
            CGlobalDataFactory.createCString("java/lang/UnsupportedOperationException");

    private RuntimeFunctions() {}

    /** boot.S has refused to boot on anything below x86-64-v3, which is what code is compiled for. */
    @CEntryPoint(name = "checkCPUFeatures", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static int checkFeatures(long mask) {
        return 0;
    }

    @CEntryPoint(name = "checkCPUFeaturesOrExit", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static int checkFeaturesOrExit(long mask, long message) {
        return 0;
    }

    /**
     * Fills SubstrateVM's CPUFeatures structure, one byte a feature (offsets: AMD64LibCHelper.CPUFeatures). What is not
     * named here stays off: state that the kernel does not save (AVX-512) or that only JIT compilers use.
     */
    @CEntryPoint(name = "determineCPUFeatures", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void determineFeatures(long features) {
        set(features, 0, 1, CpuFeatures.EDX, 8); // CX8
        set(features, 1, 1, CpuFeatures.EDX, 15); // CMOV
        set(features, 2, 1, CpuFeatures.EDX, 24); // FXSR
        set(features, 4, 1, CpuFeatures.EDX, 23); // MMX
        set(features, 6, 1, CpuFeatures.EDX, 25); // SSE
        set(features, 7, 1, CpuFeatures.EDX, 26); // SSE2
        set(features, 8, 1, CpuFeatures.ECX, 0); // SSE3
        set(features, 9, 1, CpuFeatures.ECX, 9); // SSSE3
        set(features, 11, 1, CpuFeatures.ECX, 19); // SSE4.1
        set(features, 12, 1, CpuFeatures.ECX, 20); // SSE4.2
        set(features, 13, 1, CpuFeatures.ECX, 23); // POPCNT
        set(features, 14, 0x8000_0001, CpuFeatures.ECX, 5); // LZCNT
        set(features, 15, 1, CpuFeatures.EDX, 4); // TSC
        set(features, 18, 1, CpuFeatures.ECX, 28); // AVX
        set(features, 19, 7, CpuFeatures.EBX, 5); // AVX2
        set(features, 20, 1, CpuFeatures.ECX, 25); // AES
        set(features, 21, 7, CpuFeatures.EBX, 9); // ERMS
        set(features, 22, 1, CpuFeatures.ECX, 1); // CLMUL
        set(features, 23, 7, CpuFeatures.EBX, 3); // BMI1
        set(features, 24, 7, CpuFeatures.EBX, 8); // BMI2
        set(features, 26, 7, CpuFeatures.EBX, 19); // ADX
        set(features, 34, 7, CpuFeatures.EBX, 29); // SHA
        set(features, 35, 1, CpuFeatures.ECX, 12); // FMA
        set(features, 57, 1, CpuFeatures.ECX, 29); // F16C
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void set(long features, int feature, int leaf, int register, int bit) {
        Raw.putByte(features + feature, CpuFeatures.has(leaf, register, bit) ? 1 : 0);
    }

    /** JNI_OnLoad of libraries that SubstrateVM links in: nothing to set up. */
    @CEntryPoint(name = "InitializeEncoding", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void initializeEncoding(long environment, long name) {}

    @CEntryPoint(name = "initialize", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void initialize() {}

    /** A Java native that this kernel does not have was called: throws in Java, by its name. */
    @CEntryPoint(name = "missing_native", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static long missingNative(long environment, long name) {
        long functions = Raw.getLong(environment, 0);
        FindClass findClass = WordFactory.pointer(Raw.getLong(functions, JNI_FIND_CLASS));
        ThrowNew throwNew = WordFactory.pointer(Raw.getLong(functions, JNI_THROW_NEW));
        PointerBase exception = findClass.invoke(Raw.pointer(environment), UNSUPPORTED.get());
        throwNew.invoke(Raw.pointer(environment), exception, Raw.pointer(name));
        return 0;
    }

    /** A C function that this kernel does not have was called, by the runtime: there is nobody to tell. */
    @CEntryPoint(name = "missing_symbol", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void missingSymbol(long name) {
        CCharPointer text = WordFactory.pointer(name);
        Panic.stop(text);
    }

    private interface FindClass extends CFunctionPointer {
        @InvokeCFunctionPointer(transition = Transition.NO_TRANSITION)
        PointerBase invoke(PointerBase environment, PointerBase name);
    }

    private interface ThrowNew extends CFunctionPointer {
        @InvokeCFunctionPointer(transition = Transition.NO_TRANSITION)
        int invoke(PointerBase environment, PointerBase type, PointerBase message);
    }
}
