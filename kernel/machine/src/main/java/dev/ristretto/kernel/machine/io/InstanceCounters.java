package dev.ristretto.kernel.machine.io;

import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.jdk.RuntimeSupport;
import dev.ristretto.abi.Counters;
import dev.ristretto.abi.Report;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.power.Power;
import dev.ristretto.kernel.machine.time.Clock;
import org.graalvm.word.Pointer;

/**
 * What the kernel counts for whoever runs the instance, in the block that {@link Counters} describes.
 *
 * <p>Received frames are counted by the network's thread alone, sent ones under the stack's lock.
 */
public final class InstanceCounters {
    private static final int BYTES = Long.BYTES;

    private static final CGlobalData<Pointer> BLOCK = CGlobalDataFactory.createBytes(() -> Counters.SIZE);

    private InstanceCounters() {}

    /** Called when the application's main is about to be; tells the host where the counters are. */
    public static final class StartupHook implements RuntimeSupport.Hook {
        @Override
        public void execute(boolean isFirstIsolate) {
            long block = BLOCK.get().rawValue();
            Raw.putLong(block, Counters.BOOT_NANOS, Clock.now());
            Raw.putLong(block, 0, Counters.MAGIC);
            if (Platform.hostReadsMemory()) {
                Power.report(Report.COUNTERS + Long.toHexString(block - AddressSpace.IMAGE) + "\n");
            }
        }
    }

    /** Counts a frame that has come. */
    public static void received(int bytes) {
        count(Counters.RECEIVED, bytes);
    }

    /** Counts a frame that goes out. */
    public static void sent(int bytes) {
        count(Counters.SENT, bytes);
    }

    private static void count(int frames, int bytes) {
        long block = BLOCK.get().rawValue();
        Raw.putLong(block, frames, Raw.getLong(block, frames) + 1);
        Raw.putLong(block, frames + BYTES, Raw.getLong(block, frames + BYTES) + bytes);
    }
}
