package dev.ristretto.kernel.machine.layout;

/**
 * The registers of a thread of a program in ring 3 while it is not there. It begins with a trap frame
 * ({@link TrapFrame}); offsets are in bytes. It lies at a multiple of {@link #ALIGNMENT}, as XSAVE wants.
 */
public final class UserContextBlock {
    /** Where the thread's stack in the kernel was when it went to ring 3. */
    public static final int KERNEL_STACK = TrapFrame.SIZE;

    /** The address that the last page fault touched. */
    public static final int ADDRESS = KERNEL_STACK + Long.BYTES;

    /** The base of the segment register FS. */
    public static final int THREAD_POINTER = ADDRESS + Long.BYTES;

    /** Not zero if it is to come back. */
    public static final int PENDING = THREAD_POINTER + Long.BYTES;

    /** The root of the page tables of its process. */
    public static final int ROOT = PENDING + Long.BYTES;

    /**
     * Not zero if its vector registers, with nothing on the x87 stack, are not in the XSAVE area but in those of the
     * names that begin with PLAIN, and RCX and R11 are what a system call leaves in them.
     */
    public static final int IS_PLAIN = ROOT + Long.BYTES;

    /** The environment of the x87 unit as FNSTENV stores it: control, status, tag word and more. */
    public static final int ENVIRONMENT = IS_PLAIN + Long.BYTES;

    /** MXCSR. */
    public static final int PLAIN_CONTROL = ENVIRONMENT + 28;

    public static final int ALIGNMENT = 64;

    /** The XSAVE area: 512 bytes of x87 and SSE, its header, 256 bytes of AVX. */
    public static final int VECTORS = 256;

    /** Where in that area MXCSR, the header's first words and the upper halves of the vector registers are. */
    public static final int CONTROL = 24;

    public static final int STATES = 512;
    public static final int HEADER_END = 576;
    public static final int VECTORS_SIZE = 832;

    /** Sixteen vector registers of 32 bytes. */
    public static final int PLAIN = VECTORS + VECTORS_SIZE;

    public static final int VECTOR_REGISTERS = 16;
    public static final int VECTOR_BYTES = 32;

    /** Where the XSAVE area has the lower and the upper halves of these. */
    public static final int LOWER_HALVES = 160;

    public static final int UPPER_HALVES = 576;

    public static final int SIZE = PLAIN + VECTOR_REGISTERS * VECTOR_BYTES;

    /** Why it came back, beside the vectors of exceptions. */
    public static final int SYSTEM_CALL = 256;

    public static final int INTERRUPTED = 257;

    private UserContextBlock() {}
}
