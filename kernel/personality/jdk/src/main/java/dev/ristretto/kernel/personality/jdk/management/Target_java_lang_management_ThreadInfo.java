package dev.ristretto.kernel.personality.jdk.management;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.management.ThreadInfo;
import org.jspecify.annotations.Nullable;

/** What is known of a thread at a moment. */
@TargetClass(ThreadInfo.class)
final class Target_java_lang_management_ThreadInfo {
    /**
     * As the virtual machine makes it.
     *
     * @param state of JVMTI
     */
    @Alias
    @SuppressWarnings("unused")
    Target_java_lang_management_ThreadInfo(
            Thread thread,
            int state,
            @Nullable Object lock,
            @Nullable Thread lockOwner,
            long blockedCount,
            long blockedTime,
            long waitedCount,
            long waitedTime,
            StackTraceElement[] stackTrace) {}
}
