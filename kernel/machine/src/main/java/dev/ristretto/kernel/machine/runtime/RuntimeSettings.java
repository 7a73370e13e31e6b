package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.JavaMainWrapper.JavaMainSupport;
import com.oracle.svm.core.SubstrateGCOptions;
import com.oracle.svm.core.SubstrateOptions;
import com.oracle.svm.core.jdk.SystemPropertiesSupport;
import org.graalvm.nativeimage.ImageSingletons;

/** What a {@link ApplicationLauncher} may decide about the Java runtime. Sizes are bytes, and known when it prepares. */
public final class RuntimeSettings {
    private RuntimeSettings() {}

    /** No more than the memory that is kept for the heap, which {@link Runtime#maxMemory} tells. */
    public static void setLargestHeap(long bytes) {
        SubstrateGCOptions.MaxHeapSize.update(bytes);
    }

    public static void setSmallestHeap(long bytes) {
        SubstrateGCOptions.MinHeapSize.update(bytes);
    }

    public static void setYoungGeneration(long bytes) {
        SubstrateGCOptions.MaxNewSize.update(bytes);
    }

    /** Of threads that ask for no size of their own. */
    public static void setStack(long bytes) {
        SubstrateOptions.StackSize.update(bytes);
    }

    /** A system property, set before anybody reads it. */
    public static void setProperty(String name, String value) {
        SystemPropertiesSupport.singleton().initializeProperty(name, value);
    }

    /** What the application's main method gets. */
    public static void setArguments(String[] arguments) {
        ImageSingletons.lookup(JavaMainSupport.class).mainArgs = arguments;
    }
}
