package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.abi.linux.CallArguments;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.WordArray;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;

/**
 * The system calls of Linux on x86-64 that the kernel makes; no other file names one, but for hosted.S, which returns
 * from signals and waits. Each returns what Linux returns: a result, or an error number as a negative value.
 */
final class HostCalls {

    static final int NONBLOCK = 0x800;
    private static final int READ_WRITE = 2;
    private static final int FROM_END = 2;

    private static final int UNIX_DOMAIN = 1;
    private static final int STREAM = 1;
    private static final long SET_INTERFACE = 0x4004_54caL;

    static final int PROTECTION_READ = 1;
    static final int PROTECTION_WRITE = 2;

    private static final int MONOTONIC = 1;
    private static final int SIGNAL_SET_BYTES = 8;
    private static final int SET_MASK = 2;

    private HostCalls() {}

    @CFunction(value = "host_call", transition = Transition.NO_TRANSITION)
    private static native long call(long number, long a, long b, long c, long d, long e, long f);

    /** Waits for descriptors (ppoll); returns at once, with 0, if an interrupt is pending. See hosted.S. */
    @CFunction(value = "hosted_wait", transition = Transition.NO_TRANSITION)
    static native long await(PointerBase descriptors, long count, PointerBase timeout);

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long read(int descriptor, long address, long bytes) {
        return call(SystemCalls.READ, descriptor, address, bytes, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long write(int descriptor, long address, long bytes) {
        return call(SystemCalls.WRITE, descriptor, address, bytes, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long map(long address, long bytes, int protection) {
        return call(SystemCalls.MMAP, address, bytes, protection, CallArguments.MAP_FLAGS, -1, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long unmap(long address, long bytes) {
        return call(SystemCalls.MUNMAP, address, bytes, 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long protect(long address, long bytes, int protection) {
        return call(SystemCalls.MPROTECT, address, bytes, protection, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long move(long from, long bytes, long to) {
        return call(SystemCalls.MREMAP, from, bytes, bytes, CallArguments.MOVE_FLAGS, to, 0);
    }

    /** Below position 0 from no position, as sockets have none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long readAt(long file, long address, long bytes, long position) {
        return call(position < 0 ? SystemCalls.READ : SystemCalls.PREAD64, file, address, bytes, position, 0, 0);
    }

    /** Below position 0 to no position. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long writeAt(long file, long address, long bytes, long position) {
        return call(position < 0 ? SystemCalls.WRITE : SystemCalls.PWRITE64, file, address, bytes, position, 0, 0);
    }

    /** Returns when what was written to a file would survive a power cut. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long flush(long file) {
        return call(SystemCalls.FDATASYNC, file, 0, 0, 0, 0, 0);
    }

    /** Sets a timer to what a struct itimerspec says. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long setTimer(long timer, PointerBase specification) {
        return call(SystemCalls.TIMER_SETTIME, timer, 0, specification.rawValue(), 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void exit(int status) {
        call(SystemCalls.EXIT_GROUP, status, 0, 0, 0, 0, 0);
    }

    // Before the sandbox closes only.

    /** Starts a thread that calls {@code processor_begin}: its number, or an error number below zero. See hosted.S. */
    @CFunction(value = "hosted_clone", transition = Transition.NO_TRANSITION)
    static native long startThread(PointerBase block, long stackEnd);

    /** Has the calling thread take no signals, or all. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void blockSignals(boolean block) {
        Pointer set = StackValue.get(SIGNAL_SET_BYTES);
        WordArray.set(set.rawValue(), 0, block ? -1 : 0);
        call(SystemCalls.RT_SIGPROCMASK, SET_MASK, set.rawValue(), 0, SIGNAL_SET_BYTES, 0, 0);
    }

    /** The number of the calling thread. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long threadId() {
        return call(SystemCalls.GETTID, 0, 0, 0, 0, 0, 0);
    }

    /** A timer that does what a struct sigevent says; its number, an int, is written to {@code timer}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long createTimer(PointerBase event, PointerBase timer) {
        return call(SystemCalls.TIMER_CREATE, MONOTONIC, event.rawValue(), timer.rawValue(), 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long clockGetTime(int clock, PointerBase timespec) {
        return call(SystemCalls.CLOCK_GETTIME, clock, timespec.rawValue(), 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long getRandom(long address, long bytes) {
        return call(SystemCalls.GETRANDOM, address, bytes, 0, 0, 0, 0);
    }

    /** A new socket of the Unix domain, for a stream of bytes; {@code flags} is 0 or {@link #NONBLOCK}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long unixSocket(int flags) {
        return call(SystemCalls.SOCKET, UNIX_DOMAIN, STREAM | flags, 0, 0, 0, 0);
    }

    /** Opens a file, whose path is a C string, to read and write without waiting. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long openDevice(long path) {
        return call(SystemCalls.OPEN, path, READ_WRITE | NONBLOCK, 0, 0, 0, 0);
    }

    /** Opens a file, whose path is a C string. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long openFile(long path, boolean writable) {
        return call(SystemCalls.OPEN, path, writable ? READ_WRITE : 0, 0, 0, 0, 0);
    }

    /** Locks an open file for itself alone, or, where it can only be read, against those who write (fcntl(2)). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long lock(long file, boolean writable) {
        Pointer whole = StackValue.get(CallArguments.LOCK_SIZE);
        for (int word = 0; word < CallArguments.LOCK_SIZE / Long.BYTES; word++) {
            WordArray.set(whole.rawValue(), word, 0);
        }
        WordArray.set(whole.rawValue(), 0, writable ? CallArguments.WRITE_LOCK : CallArguments.READ_LOCK);
        return call(SystemCalls.FCNTL, file, CallArguments.SET_LOCK, whole.rawValue(), 0, 0, 0);
    }

    /** How many bytes a file has. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long size(long file) {
        return call(SystemCalls.LSEEK, file, 0, FROM_END, 0, 0, 0);
    }

    /** Makes a descriptor of /dev/net/tun an interface, as a struct ifreq says (TUNSETIFF). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long setInterface(long device, PointerBase request) {
        return call(SystemCalls.IOCTL, device, SET_INTERFACE, request.rawValue(), 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long connect(long socket, PointerBase address, long bytes) {
        return call(SystemCalls.CONNECT, socket, address.rawValue(), bytes, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long signalAction(int signal, PointerBase action) {
        return call(SystemCalls.RT_SIGACTION, signal, action.rawValue(), 0, SIGNAL_SET_BYTES, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long signalStack(PointerBase stack) {
        return call(SystemCalls.SIGALTSTACK, stack.rawValue(), 0, 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long control(int option, long a, long b) {
        return call(SystemCalls.PRCTL, option, a, b, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long setLimit(int resource, PointerBase limit) {
        return call(SystemCalls.SETRLIMIT, resource, limit.rawValue(), 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long unshare(int namespaces) {
        return call(SystemCalls.UNSHARE, namespaces, 0, 0, 0, 0, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long closeAllFrom(int descriptor) {
        return call(SystemCalls.CLOSE_RANGE, descriptor, 0xffff_ffffL, 0, 0, 0, 0);
    }
}
