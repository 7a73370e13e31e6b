package dev.ristretto.kernel.personality.jdk.file;

import static dev.ristretto.kernel.personality.jdk.file.UnixCalls.UNIX;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.posix.Inotify;

/** Watching of directories. */
@TargetClass(className = "sun.nio.fs.LinuxWatchService")
final class Target_sun_nio_fs_LinuxWatchService {
    private Target_sun_nio_fs_LinuxWatchService() {}

    @Substitute
    private static int eventSize() {
        return Inotify.EVENT_SIZE;
    }

    @Substitute
    private static int[] eventOffsets() {
        return WatchCalls.offsets();
    }

    @Substitute
    private static int inotifyInit() {
        return UNIX.asInt(WatchCalls::open);
    }

    @Substitute
    private static int inotifyAddWatch(int fd, long pathAddress, int mask) {
        return UNIX.asInt(() -> WatchCalls.watch(fd, pathAddress, mask));
    }

    @Substitute
    private static void inotifyRmWatch(int fd, int watch) {
        UNIX.run(() -> WatchCalls.unwatch(fd, watch));
    }

    @Substitute
    private static void configureBlocking(int fd, boolean blocking) {
        UNIX.run(() -> WatchCalls.setBlocking(fd, blocking));
    }

    @Substitute
    private static void socketpair(int[] descriptors) {
        UNIX.run(() -> WatchCalls.openPipe(descriptors));
    }

    @Substitute
    private static int poll(int one, int other) {
        return UNIX.asInt(() -> WatchCalls.poll(one, other));
    }
}
