package dev.ristretto.kernel.machine.messages;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;

/** Where an exception was created. */
@TargetClass(Throwable.class)
final class Target_java_lang_Throwable {
    @Alias
    @Nullable
    Object backtrace;

    @Alias
    @Nullable
    String detailMessage;

    private Target_java_lang_Throwable() {}
}
