package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.JavaMainWrapper.JavaMainSupport;
import com.oracle.svm.core.SubstrateGCOptions;
import com.oracle.svm.core.SubstrateOptions;
import com.oracle.svm.core.jdk.RuntimeSupport;
import com.oracle.svm.core.jdk.SystemPropertiesSupport;
import dev.ristretto.kernel.personality.jdk.lang.JavaOptions.Size;
import java.util.Map;
import org.graalvm.nativeimage.ImageSingletons;

/**
 * Does the work of the {@code java} command when an instance starts: obeys the options in the environment, and hands
 * the arguments to the application, all of them.
 */
final class JavaLauncher implements RuntimeSupport.Hook {
    private static final int MEBIBYTE_SHIFT = 20;

    @Override
    public void execute(boolean isFirstIsolate) {
        ImageSingletons.lookup(JavaMainSupport.class).mainArgs = Environment.arguments();
        apply(Environment.options());
    }

    private static void apply(JavaOptions options) {
        options.ignored().forEach(System.err::println);
        for (Map.Entry<String, String> property : options.properties().entrySet()) {
            SystemPropertiesSupport.singleton().initializeProperty(property.getKey(), property.getValue());
        }
        for (Map.Entry<Size, Long> size : options.sizes().entrySet()) {
            apply(size.getKey(), size.getValue());
        }
    }

    private static void apply(Size size, long bytes) {
        switch (size) {
            case LARGEST_HEAP -> limitHeap(bytes);
            case SMALLEST_HEAP -> SubstrateGCOptions.MinHeapSize.update(bytes);
            case YOUNG_GENERATION -> SubstrateGCOptions.MaxNewSize.update(bytes);
            case STACK -> SubstrateOptions.StackSize.update(bytes);
        }
    }

    /** Memory for the heap the instance has is kept for it from the start, so that more cannot be promised later. */
    private static void limitHeap(long bytes) {
        long most = Runtime.getRuntime().maxMemory();
        if (bytes <= most) {
            SubstrateGCOptions.MaxHeapSize.update(bytes);
        } else {
            System.err.println("-Xmx" + (bytes >> MEBIBYTE_SHIFT) + "m: this instance has memory for a heap of "
                    + (most >> MEBIBYTE_SHIFT) + " MiB. Start it with more, by -m");
        }
    }
}
