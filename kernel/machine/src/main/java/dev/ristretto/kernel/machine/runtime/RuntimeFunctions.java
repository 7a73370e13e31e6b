package dev.ristretto.kernel.machine.runtime;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.power.Panic;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.function.CFunctionPointer;
import org.graalvm.nativeimage.c.function.InvokeCFunctionPointer;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/** What GraalVM's C helper libraries do, and natives that are missing. */
final class RuntimeFunctions {
    private static final int JNI_FIND_CLASS = 6;
    private static final int JNI_THROW_NEW = 14;
    private static final CGlobalData<CCharPointer> UNSUPPORTED =
            createCString("java/lang/UnsupportedOperationException");

    private RuntimeFunctions() {}

    /** A Java native that this kernel does not have was called: throws in Java, by its name. */
    @CEntryPoint(name = "missing_native", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long missingNative(long environment, long name) {
        long functions = WordArray.get(environment, 0);
        FindClass findClass = WordFactory.pointer(WordArray.get(functions, JNI_FIND_CLASS));
        ThrowNew throwNew = WordFactory.pointer(WordArray.get(functions, JNI_THROW_NEW));
        PointerBase exception = findClass.invoke(WordFactory.pointer(environment), UNSUPPORTED.get());
        throwNew.invoke(WordFactory.pointer(environment), exception, WordFactory.pointer(name));
        return 0;
    }

    /** A C function that this kernel does not have was called, by the runtime: there is nobody to tell. */
    @CEntryPoint(name = "missing_symbol", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void missingSymbol(long name) {
        Panic.stop(WordFactory.<CCharPointer>pointer(name));
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
