package dev.ristretto.abi.linux;

import static dev.ristretto.abi.linux.SeccompProgram.equal;
import static dev.ristretto.abi.linux.SeccompProgram.highHalfBetween;
import static dev.ristretto.abi.linux.SeccompProgram.neverBits;

import java.nio.charset.StandardCharsets;

/**
 * What an image that runs as a process may call once it has locked itself in: eleven calls may be made, three more by
 * an image with volumes, memory is never executable and only where reservations are, all else is trapped.
 *
 * <p>Written while an image is built; a part of its constants.
 */
public final class SeccompFilter {
    private static final String REFUSAL = "forbidden system call ";

    private SeccompFilter() {}

    /**
     * The program, the most frequent calls first.
     *
     * @param from where the kernel's reservations begin: above the image; a multiple of 4 GiB
     * @param to where they end: below what Linux has mapped; a multiple of 4 GiB
     * @param disks whether it may read, write and flush files that were opened before, at any position in them
     */
    public static byte[] program(long from, long to, boolean disks) {
        SeccompProgram program = new SeccompProgram()
                .allow(SystemCalls.PPOLL)
                .allow(SystemCalls.READ)
                .allow(SystemCalls.WRITE)
                .allow(SystemCalls.TIMER_SETTIME)
                .allow(SystemCalls.RT_SIGRETURN)
                .allow(
                        SystemCalls.MMAP,
                        reserved(0, from, to),
                        neverBits(2, CallArguments.EXECUTABLE),
                        equal(3, CallArguments.MAP_FLAGS))
                .allow(SystemCalls.MUNMAP, reserved(0, from, to))
                .allow(SystemCalls.MPROTECT, reserved(0, from, to), neverBits(2, CallArguments.EXECUTABLE))
                .allow(SystemCalls.MREMAP, equal(3, CallArguments.MOVE_FLAGS), reserved(4, from, to))
                .allow(SystemCalls.RESTART_SYSCALL)
                .allow(SystemCalls.EXIT_GROUP);
        if (disks) {
            program.allow(SystemCalls.PREAD64).allow(SystemCalls.PWRITE64).allow(SystemCalls.FDATASYNC);
        }
        return program.trapOthers();
    }

    private static SeccompProgram.Check reserved(int argument, long from, long to) {
        return highHalfBetween(argument, (int) (from >>> 32), (int) (to >>> 32));
    }

    /**
     * What is said of a process that has made a call which it must not make: C strings, one behind the other in the
     * order of the numbers, then one for all others, then an empty one.
     */
    public static byte[] refusals() {
        StringBuilder texts = new StringBuilder();
        String[] names = SystemCallNames.all().split(" ");
        for (int number = 0; number < names.length; number++) {
            texts.append(REFUSAL + number + " (" + names[number] + ")\0");
        }
        return (texts + REFUSAL + "of a number that has no name\0\0").getBytes(StandardCharsets.US_ASCII);
    }
}
