package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.event.EventCounter;
import java.io.IOException;

/** What wakes a selector. */
@TargetClass(className = "sun.nio.ch.EventFD")
final class Target_sun_nio_ch_EventFD {
    private Target_sun_nio_ch_EventFD() {}

    @Substitute
    private static int eventfd0() throws IOException {
        EventCounter counter = new EventCounter();
        counter.setNonBlocking(true); // else draining it would wait for the next signal
        try {
            return Descriptors.table().open(counter);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    @Substitute
    private static int set0(int fd) throws IOException {
        try {
            Descriptors.table().get(fd, EventCounter.class, Errno.EINVAL).signal();
            return 0;
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }
}
