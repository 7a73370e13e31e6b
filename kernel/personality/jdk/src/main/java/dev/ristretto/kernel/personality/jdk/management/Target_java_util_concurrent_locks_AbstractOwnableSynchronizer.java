package dev.ristretto.kernel.personality.jdk.management;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import org.jspecify.annotations.Nullable;

/** A lock of java.util.concurrent. */
@TargetClass(AbstractOwnableSynchronizer.class)
final class Target_java_util_concurrent_locks_AbstractOwnableSynchronizer {
    @Alias
    @Nullable
    Thread exclusiveOwnerThread;

    private Target_java_util_concurrent_locks_AbstractOwnableSynchronizer() {}
}
