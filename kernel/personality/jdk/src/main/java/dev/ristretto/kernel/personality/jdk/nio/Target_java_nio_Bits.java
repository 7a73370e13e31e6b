package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.runtime.HeapMemory;

/**
 * Memory of direct buffers. The JDK has only a limit for all of them together, by which garbage is collected in time;
 * here they share memory with the heap, and may find none long before.
 */
@TargetClass(className = "java.nio.Bits")
final class Target_java_nio_Bits {
    private Target_java_nio_Bits() {}

    @Alias
    private static native boolean tryReserveMemory(long size, long capacity);

    @Substitute
    static void reserveMemory(long size, long capacity) {
        if (!DirectMemory.reserve(() -> HeapMemory.hasRoomBeside(size) && tryReserveMemory(size, capacity))) {
            throw new OutOfMemoryError("Cannot reserve " + size + " bytes of direct buffer memory");
        }
    }
}
