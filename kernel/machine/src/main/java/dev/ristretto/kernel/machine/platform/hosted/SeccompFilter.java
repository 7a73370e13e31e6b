package dev.ristretto.kernel.machine.platform.hosted;

import static dev.ristretto.abi.linux.SeccompProgram.equal;
import static dev.ristretto.abi.linux.SeccompProgram.neverBits;

import dev.ristretto.abi.linux.SeccompProgram;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.layout.AddressSpace;

/**
 * What the process may call once it is locked in: eleven calls may be made, memory is never executable and only where
 * reservations are, all else is trapped.
 *
 * <p>Written while an image is built; a part of its constants.
 */
final class SeccompFilter {
    private SeccompFilter() {}

    /** The program, the most frequent calls first. */
    static byte[] program() {
        return new SeccompProgram()
                .allow(SystemCalls.PPOLL)
                .allow(SystemCalls.READ)
                .allow(SystemCalls.WRITE)
                .allow(SystemCalls.SETITIMER)
                .allow(SystemCalls.RT_SIGRETURN)
                .allow(
                        SystemCalls.MMAP,
                        inRanges(0),
                        neverBits(2, SystemCalls.EXECUTABLE),
                        equal(3, SystemCalls.MAP_FLAGS))
                .allow(SystemCalls.MUNMAP, inRanges(0))
                .allow(SystemCalls.MPROTECT, inRanges(0), neverBits(2, SystemCalls.EXECUTABLE))
                .allow(SystemCalls.MREMAP, equal(3, SystemCalls.MOVE_FLAGS), inRanges(4))
                .allow(SystemCalls.RESTART_SYSCALL)
                .allow(SystemCalls.EXIT_GROUP)
                .trapOthers();
    }

    /** The address lies where the kernel makes reservations: above the image, below what Linux has mapped. */
    private static SeccompProgram.Check inRanges(int argument) {
        return SeccompProgram.highHalfBetween(
                argument, (int) (AddressSpace.RESERVATIONS >>> 32), (int) (AddressSpace.RESERVATIONS_END >>> 32));
    }
}
