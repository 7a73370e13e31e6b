package dev.ristretto.kernel.machine.exceptions;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.snippets.ImplicitExceptions;
import com.oracle.svm.core.snippets.SubstrateForeignCallTarget;

/** What compiled code throws by itself: casts tell what HotSpot tells ({@link CastMessage}). */
@TargetClass(ImplicitExceptions.class)
final class Target_com_oracle_svm_core_snippets_ImplicitExceptions {
    private Target_com_oracle_svm_core_snippets_ImplicitExceptions() {}

    @Alias
    private static native void vmErrorIfImplicitExceptionsAreFatal(boolean cachedException);

    @Substitute
    @SubstrateForeignCallTarget(stubCallingConvention = true)
    private static ClassCastException createClassCastException(Object object, Object expected) {
        vmErrorIfImplicitExceptionsAreFatal(false);
        return new ClassCastException(CastMessage.of(object, expected));
    }

    @Substitute
    @SubstrateForeignCallTarget(stubCallingConvention = true)
    private static void throwNewClassCastExceptionWithArgs(Object object, Object expected) {
        vmErrorIfImplicitExceptionsAreFatal(false);
        throw new ClassCastException(CastMessage.of(object, expected));
    }
}
