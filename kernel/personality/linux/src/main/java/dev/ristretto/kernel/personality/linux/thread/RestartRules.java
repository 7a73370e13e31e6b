package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.Caller;

/** What becomes of system calls that signals interrupt (signal(7)). */
final class RestartRules {
    private RestartRules() {}

    /** Whether a call that a signal has interrupted begins again after a handler that says so. */
    static boolean restarts(int number, Caller caller) {
        return switch (number) {
            case SystemCalls.READ,
                    SystemCalls.READV,
                    SystemCalls.PREAD64,
                    SystemCalls.PREADV,
                    SystemCalls.PREADV2,
                    SystemCalls.WRITE,
                    SystemCalls.WRITEV,
                    SystemCalls.PWRITE64,
                    SystemCalls.PWRITEV,
                    SystemCalls.PWRITEV2,
                    SystemCalls.OPEN,
                    SystemCalls.OPENAT,
                    SystemCalls.CREAT,
                    SystemCalls.FLOCK,
                    SystemCalls.FCNTL,
                    SystemCalls.IOCTL,
                    SystemCalls.WAIT4,
                    SystemCalls.WAITID,
                    SystemCalls.ACCEPT,
                    SystemCalls.ACCEPT4,
                    SystemCalls.CONNECT,
                    SystemCalls.RECVFROM,
                    SystemCalls.RECVMSG,
                    SystemCalls.SENDTO,
                    SystemCalls.SENDMSG,
                    SystemCalls.SENDMMSG,
                    SystemCalls.SENDFILE,
                    SystemCalls.SPLICE,
                    SystemCalls.GETRANDOM -> true;
            case SystemCalls.FUTEX -> caller.argument(3) == 0; // with a timeout it would wait that long once more
            default -> false;
        };
    }
}
