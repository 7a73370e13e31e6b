package dev.ristretto.kernel.machine;

import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.jdk.RuntimeSupport;
import org.graalvm.word.Pointer;

/**
 * What the kernel counts for whoever runs the instance: 64-bit words in its memory, which a hypervisor reads there without the guest
 * noticing. Where they are it is told once, by the line {@code figures=ADDRESS} (physical, hexadecimal) on the report channel.
 *
 * <pre>
 *  0  the letters RISTFIG1
 *  8  nanoseconds from the kernel's first instruction to the application's main
 * 16  frames received, 24 their bytes with Ethernet headers
 * 32  frames given to the network card, 40 their bytes
 * </pre>
 *
 * <p>Received frames are counted by the network's thread alone, sent ones under the stack's lock.
 */
public final class Figures {
    private static final long MAGIC = 0x3147_4946_5453_4952L;
    private static final int BOOT_NANOS = 8;
    private static final int RECEIVED = 16;
    private static final int SENT = 32;
    private static final int BYTES = 8;

    private static final CGlobalData<Pointer> BLOCK = CGlobalDataFactory.createBytes(() -> 48);
    private static final String LINE = "figures=";

    private Figures() {}

    /** Called when the application's main is about to be; tells the host where the figures are. */
    static final class StartupHook implements RuntimeSupport.Hook {
        @Override
        public void execute(boolean isFirstIsolate) {
            long block = BLOCK.get().rawValue();
            Raw.putLong(block, BOOT_NANOS, Clock.now());
            Raw.putLong(block, 0, MAGIC);
            if (!Platform.isHosted()) {
                Power.report(LINE + Long.toHexString(block - AddressSpace.IMAGE) + "\n");
            }
        }
    }

    /** Counts a frame that has come. */
    public static void received(int bytes) {
        count(RECEIVED, bytes);
    }

    /** Counts a frame that goes out. */
    public static void sent(int bytes) {
        count(SENT, bytes);
    }

    private static void count(int frames, int bytes) {
        long block = BLOCK.get().rawValue();
        Raw.putLong(block, frames, Raw.getLong(block, frames) + 1);
        Raw.putLong(block, frames + BYTES, Raw.getLong(block, frames + BYTES) + bytes);
    }
}
