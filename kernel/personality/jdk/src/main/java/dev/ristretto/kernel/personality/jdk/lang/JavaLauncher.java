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
        JavaOptions options = Environment.options();
        options.ignored().forEach(System.err::println);
        for (Map.Entry<String, String> property : options.properties().entrySet()) {
            SystemPropertiesSupport.singleton().initializeProperty(property.getKey(), property.getValue());
        }
        long heap = options.sizes().getOrDefault(Size.LARGEST_HEAP, 0L);
        if (heap > Runtime.getRuntime().maxMemory()) {
            System.err.println("-Xmx" + (heap >> MEBIBYTE_SHIFT) + "m: this instance has memory for a heap of "
                    + (Runtime.getRuntime().maxMemory() >> MEBIBYTE_SHIFT)
                    + " MiB. Start it with more, by -m");
        }
    }

    /** Takes over the sizes that the runtime wants to know before anything starts. */
    static final class Sizes implements RuntimeSupport.Hook {
        @Override
        public void execute(boolean isFirstIsolate) {
            Environment.options().sizes().forEach(Sizes::apply);
        }

        /**
         * Memory for the heap is kept for it from the start, so that more cannot be promised later: {@link
         * JavaLauncher} says so when it can be heard.
         */
        private static void apply(Size size, long bytes) {
            switch (size) {
                case LARGEST_HEAP -> {
                    if (bytes <= Runtime.getRuntime().maxMemory()) {
                        SubstrateGCOptions.MaxHeapSize.update(bytes);
                    }
                }
                case SMALLEST_HEAP -> SubstrateGCOptions.MinHeapSize.update(bytes);
                case YOUNG_GENERATION -> SubstrateGCOptions.MaxNewSize.update(bytes);
                case STACK -> SubstrateOptions.StackSize.update(bytes);
            }
        }
    }
}
