package dev.ristretto.build.builder;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * Lets memory segments be read and written (java.lang.foreign, JEP 454). The JDK looks the methods for that up by their
 * names, as for all handles of variables; the compiler knows of those of fields, arrays and buffers alone.
 */
public final class MemorySegmentsFeature implements Feature {
    private static final String HANDLES = "java.lang.invoke.VarHandleSegmentAs";

    /** Created by the image builder. */
    public MemorySegmentsFeature() {}

    @Override
    public String getDescription() {
        return "Lets memory segments be read and written";
    }

    /** Handles of aligned values, which change them atomically too, are classes of their own in updates of JDK 25. */
    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        Stream.of("Booleans", "Bytes", "Shorts", "Chars", "Ints", "Longs", "Floats", "Doubles")
                .flatMap(kind -> Stream.of(kind, kind + "Aligned"))
                .flatMap(kind -> Stream.ofNullable(access.findClassByName(HANDLES + kind)))
                .forEach(handle -> access.registerReachabilityHandler(during -> register(handle), handle));
    }

    private static void register(Class<?> handle) {
        for (Method method : handle.getDeclaredMethods()) {
            RuntimeReflection.register(method);
        }
    }
}
