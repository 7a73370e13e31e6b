package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;

/**
 * Readiness of many descriptors. An event is struct epoll_event of x86-64, which is packed: 4 bytes of events, 8 of
 * data.
 */
@TargetClass(className = "sun.nio.ch.EPoll")
final class Target_sun_nio_ch_EPoll {
    private Target_sun_nio_ch_EPoll() {}

    @Substitute
    private static int eventSize() {
        return EpollCalls.EVENT_SIZE;
    }

    @Substitute
    private static int eventsOffset() {
        return 0;
    }

    @Substitute
    private static int dataOffset() {
        return EpollCalls.DATA_OFFSET;
    }

    @Substitute
    static int create() throws IOException {
        return EpollCalls.create();
    }

    @Substitute
    static int ctl(int epfd, int operation, int fd, int events) {
        return EpollCalls.control(epfd, operation, fd, events);
    }

    @Substitute
    static int wait(int epfd, long address, int count, int timeoutMillis) throws IOException {
        return EpollCalls.waitFor(epfd, address, count, timeoutMillis);
    }
}
