package dev.ristretto.run.vmm.confine;

import static dev.ristretto.abi.linux.SeccompProgram.equal;
import static dev.ristretto.abi.linux.SeccompProgram.highHalf;
import static dev.ristretto.abi.linux.SeccompProgram.neverBits;
import static dev.ristretto.abi.linux.SeccompProgram.oneOf;

import dev.ristretto.abi.linux.CallArguments;
import dev.ristretto.abi.linux.SeccompProgram;
import dev.ristretto.abi.linux.SystemCalls;

/**
 * What an image that is executed as a process may call from its first instruction on. What it needs to start and to run
 * may be called, checked down to arguments; all else is trapped. An image of ours puts a narrower filter of its own
 * behind this one, and says which call was trapped.
 *
 * <p>It can open no file, make no other process, no thread but for a further processor, no socket but one of the Unix
 * domain, and no memory executable.
 */
final class CallFilter {

    private static final int UNIX_DOMAIN = 1;
    private static final int STREAM = 1;
    private static final int NONBLOCK = 0x800;
    private static final int CORE_SIZE = 4;
    private static final int MONOTONIC = 1;
    private static final int SET_GS = 0x1001;

    /** PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS. */
    private static final int[] CONTROLS = {4, 22, 38};

    private CallFilter() {}

    /**
     * The program.
     *
     * @param path the address of the path that may be executed
     * @param disks whether it has files open already that are its disks
     * @param threads whether it has several processors
     */
    static byte[] program(long path, boolean disks, boolean threads) {
        SeccompProgram program = new SeccompProgram();
        allowRunning(program);
        if (disks) {
            program.allow(SystemCalls.PREAD64)
                    .allow(SystemCalls.PWRITE64)
                    .allow(SystemCalls.FDATASYNC)
                    .allow(SystemCalls.LSEEK);
        }
        if (threads) {
            program.allow(SystemCalls.CLONE, equal(0, CallArguments.THREAD_FLAGS), highHalf(0, 0));
        }
        allowStarting(program, path);
        // Images that were built before there were several processors have this timer.
        program.allow(SystemCalls.SETITIMER);
        // It has namespaces already, or there are none: an image takes that for a host that does not grant them.
        return program.refuse(SystemCalls.UNSHARE).trapOthers();
    }

    /** The most frequent first. */
    private static void allowRunning(SeccompProgram program) {
        program.allow(SystemCalls.PPOLL)
                .allow(SystemCalls.READ)
                .allow(SystemCalls.WRITE)
                .allow(SystemCalls.TIMER_SETTIME)
                .allow(SystemCalls.RT_SIGRETURN)
                .allow(SystemCalls.MMAP, neverBits(2, CallArguments.EXECUTABLE), equal(3, CallArguments.MAP_FLAGS))
                .allow(SystemCalls.MUNMAP)
                .allow(SystemCalls.MPROTECT, neverBits(2, CallArguments.EXECUTABLE))
                .allow(SystemCalls.MREMAP, equal(3, CallArguments.MOVE_FLAGS))
                .allow(SystemCalls.RESTART_SYSCALL)
                .allow(SystemCalls.EXIT_GROUP);
    }

    private static void allowStarting(SeccompProgram program, long path) {
        program.allow(SystemCalls.EXECVE, equal(0, (int) path), highHalf(0, (int) (path >>> 32)))
                .allow(SystemCalls.ARCH_PRCTL, equal(0, SET_GS))
                .allow(SystemCalls.CLOSE_RANGE)
                .allow(SystemCalls.CLOCK_GETTIME)
                .allow(SystemCalls.GETRANDOM)
                .allow(SystemCalls.RT_SIGACTION)
                .allow(SystemCalls.SIGALTSTACK)
                .allow(SystemCalls.GETTID)
                .allow(SystemCalls.TIMER_CREATE, equal(0, MONOTONIC))
                .allow(SystemCalls.RT_SIGPROCMASK)
                .allow(SystemCalls.SOCKET, equal(0, UNIX_DOMAIN), oneOf(1, STREAM, STREAM | NONBLOCK), equal(2, 0))
                .allow(SystemCalls.CONNECT)
                .allow(SystemCalls.SETRLIMIT, equal(0, CORE_SIZE))
                .allow(SystemCalls.PRCTL, oneOf(0, CONTROLS));
    }
}
