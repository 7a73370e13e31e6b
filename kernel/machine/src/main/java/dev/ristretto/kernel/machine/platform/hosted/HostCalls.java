package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.word.PointerBase;

/**
 * The system calls of Linux on x86-64 that the kernel makes; no other file names one, but for hosted.S, which returns
 * from signals and waits. Each returns what Linux returns: a result, or an error number as a negative value.
 */
final class HostCalls {
    static final int READ = 0;
    static final int WRITE = 1;
    private static final int OPEN = 2;
    static final int MMAP = 9;
    static final int MPROTECT = 10;
    static final int MUNMAP = 11;
    private static final int RT_SIGACTION = 13;
    static final int RT_SIGRETURN = 15;
    private static final int IOCTL = 16;
    static final int MREMAP = 25;
    static final int SETITIMER = 38;
    private static final int SOCKET = 41;
    private static final int CONNECT = 42;
    private static final int SIGALTSTACK = 131;
    private static final int PRCTL = 157;
    private static final int SETRLIMIT = 160;
    static final int RESTART_SYSCALL = 219;
    private static final int CLOCK_GETTIME = 228;
    static final int EXIT_GROUP = 231;
    static final int PPOLL = 271;
    private static final int UNSHARE = 272;
    private static final int GETRANDOM = 318;
    private static final int CLOSE_RANGE = 436;

    static final int NOT_FOUND = -2;
    static final int INTERRUPTED = -4;
    static final int TRY_AGAIN = -11;
    static final int BROKEN_PIPE = -32;
    static final int REFUSED = -111;

    static final int NONBLOCK = 0x800;
    private static final int READ_WRITE = 2;
    private static final int UNIX_DOMAIN = 1;
    private static final int STREAM = 1;
    private static final long SET_INTERFACE = 0x4004_54caL;

    static final int PROTECTION_NONE = 0;
    static final int PROTECTION_READ = 1;
    static final int PROTECTION_WRITE = 2;

    /** MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS, MAP_NORESERVE: the only way memory is mapped. */
    static final int MAP_FLAGS = 0x02 | 0x10 | 0x20 | 0x4000;

    /** MREMAP_MAYMOVE, MREMAP_FIXED. */
    static final int MOVE_FLAGS = 3;

    private static final int REAL_TIMER = 0;
    private static final int SIGNAL_SET_BYTES = 8;

    private HostCalls() {}

    @CFunction(value = "host_call", transition = Transition.NO_TRANSITION)
    private static native long call(long number, long a, long b, long c, long d, long e, long f);

    /** Waits for descriptors (ppoll); returns at once, with 0, if an interrupt is pending. See hosted.S. */
    @CFunction(value = "hosted_wait", transition = Transition.NO_TRANSITION)
    static native long await(PointerBase descriptors, long count, PointerBase timeout);

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long read(int descriptor, long address, long bytes) {
        return call(READ, descriptor, address, bytes, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long write(int descriptor, long address, long bytes) {
        return call(WRITE, descriptor, address, bytes, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long map(long address, long bytes, int protection) {
        return call(MMAP, address, bytes, protection, MAP_FLAGS, -1, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long unmap(long address, long bytes) {
        return call(MUNMAP, address, bytes, 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long protect(long address, long bytes, int protection) {
        return call(MPROTECT, address, bytes, protection, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long move(long from, long bytes, long to) {
        return call(MREMAP, from, bytes, bytes, MOVE_FLAGS, to, 0);
    }

    /** Has SIGALRM sent when {@code interval}, a struct itimerval, is over. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long setTimer(PointerBase interval) {
        return call(SETITIMER, REAL_TIMER, interval.rawValue(), 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void exit(int status) {
        call(EXIT_GROUP, status, 0, 0, 0, 0, 0);
    }

    // Before the sandbox closes only.

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long clockGetTime(int clock, PointerBase timespec) {
        return call(CLOCK_GETTIME, clock, timespec.rawValue(), 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long getRandom(long address, long bytes) {
        return call(GETRANDOM, address, bytes, 0, 0, 0, 0);
    }

    /** A new socket of the Unix domain, for a stream of bytes; {@code flags} is 0 or {@link #NONBLOCK}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long unixSocket(int flags) {
        return call(SOCKET, UNIX_DOMAIN, STREAM | flags, 0, 0, 0, 0);
    }

    /** Opens a file, whose path is a C string, to read and write without waiting. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long openDevice(long path) {
        return call(OPEN, path, READ_WRITE | NONBLOCK, 0, 0, 0, 0);
    }

    /** Makes a descriptor of /dev/net/tun an interface, as a struct ifreq says (TUNSETIFF). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long setInterface(long device, PointerBase request) {
        return call(IOCTL, device, SET_INTERFACE, request.rawValue(), 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long connect(long socket, PointerBase address, long bytes) {
        return call(CONNECT, socket, address.rawValue(), bytes, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long signalAction(int signal, PointerBase action) {
        return call(RT_SIGACTION, signal, action.rawValue(), 0, SIGNAL_SET_BYTES, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long signalStack(PointerBase stack) {
        return call(SIGALTSTACK, stack.rawValue(), 0, 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long control(int option, long a, long b) {
        return call(PRCTL, option, a, b, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long setLimit(int resource, PointerBase limit) {
        return call(SETRLIMIT, resource, limit.rawValue(), 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long unshare(int namespaces) {
        return call(UNSHARE, namespaces, 0, 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long closeAllFrom(int descriptor) {
        return call(CLOSE_RANGE, descriptor, 0xffff_ffffL, 0, 0, 0, 0);
    }
}
