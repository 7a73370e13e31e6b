package dev.ristretto.kernel.machine.io;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.jdk.RuntimeSupport;
import dev.ristretto.abi.Counters;
import dev.ristretto.abi.NetworkCounterBlock;
import dev.ristretto.abi.Report;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CounterBlock;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.power.Power;
import dev.ristretto.kernel.machine.time.KernelClock;
import java.nio.ByteBuffer;
import org.graalvm.word.Pointer;

/**
 * What the kernel counts for whoever runs the instance, in the block that {@link Counters} describes, and room for what
 * the network stack does, if there is one.
 *
 * <p>Received frames are counted by the network's thread alone, sent ones under the stack's lock: each count has
 * one writer at a time.
 */
public final class InstanceCounters {
    private static final CGlobalData<Pointer> BLOCK = createBytes(() -> Counters.SIZE);
    private static final CGlobalData<Pointer> NETWORK = createBytes(() -> NetworkCounterBlock.SIZE);

    private InstanceCounters() {}

    /** Called when the application's main is about to be; tells the host where the counters are. */
    public static final class StartupHook implements RuntimeSupport.Hook {
        @Override
        public void execute(boolean isFirstIsolate) {
            CounterBlock.initialize(BLOCK.get(), KernelClock.now());
            if (Platform.hostReadsMemory()) {
                report(Report.NETWORK_COUNTERS, NETWORK.get());
                report(Report.COUNTERS, BLOCK.get());
            }
        }

        private static void report(String line, Pointer block) {
            Power.report(line + Long.toHexString(block.rawValue() - AddressSpace.IMAGE) + "\n");
        }
    }

    /** The memory of the {@link NetworkCounterBlock}, all 0 until the network writes it. */
    public static ByteBuffer network() {
        return RawMemory.at(NETWORK.get().rawValue(), NetworkCounterBlock.SIZE).asByteBuffer();
    }

    /** Counts a frame that has come. */
    public static void received(int bytes) {
        CounterBlock.count(BLOCK.get(), Counters.RECEIVED, bytes);
    }

    /** Counts a frame that goes out. */
    public static void sent(int bytes) {
        CounterBlock.count(BLOCK.get(), Counters.SENT, bytes);
    }
}
