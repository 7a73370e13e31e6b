package dev.ristretto.kernel.machine.cpu;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.x86.CpuFeatures;
import jdk.graal.compiler.word.Word;
import jdk.internal.misc.Unsafe;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.word.Pointer;

/**
 * SHA-256 by instructions that x86-64-v3 does not have but most of its processors do (src/main/asm/sha256.S). Safe for
 * use by several threads.
 */
public final class Sha256 {
    private static final int UNKNOWN = 0;
    private static final int MISSING = 1;
    private static final int PRESENT = 2;

    /** Asking the processor takes long in a virtual machine. */
    private static int instructions = UNKNOWN;

    private Sha256() {}

    /** Whether this processor has the instructions. */
    public static boolean isAvailable() {
        if (instructions == UNKNOWN) {
            instructions = CpuFeatures.hasSha() ? PRESENT : MISSING;
        }
        return instructions == PRESENT;
    }

    /** Takes a block of 64 bytes into the eight words of the state; the caller has checked both. */
    @Uninterruptible(reason = "The arrays must not move.")
    public static void compress(byte[] bytes, int offset, int[] state) {
        Pointer block = Word.objectToUntrackedPointer(bytes).add((int) Unsafe.ARRAY_BYTE_BASE_OFFSET + offset);
        compress(Word.objectToUntrackedPointer(state).add((int) Unsafe.ARRAY_INT_BASE_OFFSET), block);
    }

    @CFunction(value = "sha256_compress", transition = Transition.NO_TRANSITION)
    private static native void compress(Pointer state, Pointer block);
}
