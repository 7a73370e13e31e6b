package dev.ristretto.build.reproducible;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/**
 * Keeps the common pool without threads. Initialized, CompletableFuture gives a pool that was to have none two of them,
 * which from then on do the compiler's work beside the main thread: in the middle of the analysis, when the application
 * is found to need the class. Source: JDK 25, java.util.concurrent.ForkJoinPool.asyncCommonPool.
 */
final class ThreadlessPool {
    static final String CLASS = "java/util/concurrent/CompletableFuture.class";

    private static final ClassDesc POOL = ClassDesc.of("java.util.concurrent.ForkJoinPool");

    private ThreadlessPool() {}

    /**
     * @throws IllegalStateException if the class of this JDK does not change the pool, so that the change has no effect
     */
    static byte[] patched(byte[] original) {
        return InitializerPatch.replaceCalls(
                original,
                POOL,
                Set.of("asyncCommonPool"),
                code -> code.invokestatic(POOL, "commonPool", MethodTypeDesc.of(POOL)),
                "does not change the common pool");
    }
}
