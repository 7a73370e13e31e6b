package dev.ristretto.kernel.machine.messages;

import com.oracle.svm.core.SubstrateUtil;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;

/** Says what was null, where the runtime alone says nothing. */
@TargetClass(NullPointerException.class)
final class Target_java_lang_NullPointerException {
    private Target_java_lang_NullPointerException() {}

    @Substitute
    @Nullable
    String getMessage() {
        Target_java_lang_Throwable self = SubstrateUtil.cast(this, Target_java_lang_Throwable.class);
        String message = self.detailMessage;
        return message == null ? NullMessages.find((long[]) self.backtrace) : message;
    }
}
