package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;

/** The channel that a super-server hands to what it starts: nothing starts an instance for one connection. */
@TargetClass(className = "sun.nio.ch.InheritedChannel")
final class Target_sun_nio_ch_InheritedChannel {
    private Target_sun_nio_ch_InheritedChannel() {}

    @Substitute
    private static void initIDs() {}

    @Substitute
    public static @Nullable Channel getChannel() {
        return null;
    }
}
