package dev.ristretto.kernel.machine.messages;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.snippets.ImplicitExceptions;
import com.oracle.svm.core.snippets.SubstrateForeignCallTarget;

/** Makes and throws what compiled code cannot go on with. */
@TargetClass(ImplicitExceptions.class)
final class Target_com_oracle_svm_core_snippets_ImplicitExceptions {
    private Target_com_oracle_svm_core_snippets_ImplicitExceptions() {}

    @Alias
    private static native void vmErrorIfImplicitExceptionsAreFatal(boolean cached);

    @Substitute
    @SubstrateForeignCallTarget(stubCallingConvention = true)
    private static ClassCastException createClassCastException(Object object, Object expectedClass) {
        vmErrorIfImplicitExceptionsAreFatal(false);
        return new ClassCastException(CastMessages.ofCast(object, expectedClass));
    }

    @Substitute
    @SubstrateForeignCallTarget(stubCallingConvention = true)
    private static void throwNewClassCastExceptionWithArgs(Object object, Object expectedClass) {
        vmErrorIfImplicitExceptionsAreFatal(false);
        throw new ClassCastException(CastMessages.ofCast(object, expectedClass));
    }

    @Substitute
    @SubstrateForeignCallTarget(stubCallingConvention = true)
    private static ArrayStoreException createArrayStoreException(Object value) {
        vmErrorIfImplicitExceptionsAreFatal(false);
        return new ArrayStoreException(value.getClass().getName());
    }

    @Substitute
    @SubstrateForeignCallTarget(stubCallingConvention = true)
    private static void throwNewArrayStoreExceptionWithArgs(Object value) {
        vmErrorIfImplicitExceptionsAreFatal(false);
        throw new ArrayStoreException(value.getClass().getName());
    }
}
