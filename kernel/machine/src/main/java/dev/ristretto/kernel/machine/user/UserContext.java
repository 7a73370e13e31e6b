package dev.ristretto.kernel.machine.user;

import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.UserContextBlock;

/**
 * The registers of a thread of a program in ring 3, and the way there. For one thread at a time, but for
 * {@link #interrupt}.
 */
public interface UserContext extends AutoCloseable {
    // Registers, in the order of TrapFrame.
    int R15 = 0;
    int R14 = 1;
    int R13 = 2;
    int R12 = 3;
    int R11 = 4;
    int R10 = 5;
    int R9 = 6;
    int R8 = 7;
    int RBP = 8;
    int RDI = 9;
    int RSI = 10;
    int RDX = 11;
    int RCX = 12;
    int RBX = 13;
    int RAX = 14;
    int RIP = TrapFrame.INSTRUCTION;
    int RFLAGS = TrapFrame.FLAGS;
    int RSP = TrapFrame.STACK_POINTER;

    /** Results of {@link #enter} beside the vectors of exceptions, which are from 0 to 31. */
    int SYSTEM_CALL = UserContextBlock.SYSTEM_CALL;

    int INTERRUPTED = UserContextBlock.INTERRUPTED;

    /** The vector of a page fault (Intel SDM volume 3, section 6.15). */
    int PAGE_FAULT = 14;

    /** Bits of the error code of a page fault: the page was there; a write; a fetch of an instruction. */
    int PRESENT = 1;

    int WRITE = 2;
    int INSTRUCTION = 16;

    /** Bytes of {@link #vectorState}: an XSAVE area of x87, SSE and AVX (Intel SDM volume 1, section 13.4). */
    int VECTOR_STATE = UserContextBlock.VECTORS_SIZE;

    /**
     * Goes on in ring 3 with these registers until the program makes a system call or an exception occurs, or until it
     * is interrupted.
     *
     * @return {@link #SYSTEM_CALL}, {@link #INTERRUPTED}, or the vector of the exception
     */
    int enter();

    long get(int register);

    /**
     * Sets a register. Of the flags only those change that a program may change by itself; an instruction pointer
     * outside of the lower half of the address space becomes 0.
     */
    void set(int register, long value);

    /** The address that the last page fault touched. */
    long faultAddress();

    /** The error code of the last exception. */
    long faultError();

    /** The base of the segment register FS, by which a thread finds its own data. */
    long threadPointer();

    void setThreadPointer(long address);

    /** Copies the state of the floating-point and vector registers. */
    void vectorState(byte[] target);

    /** Sets that state; what is no valid one is made one. */
    void setVectorState(byte[] source);

    /** The state with which a program begins. */
    void resetVectorState();

    /** Makes {@link #enter} return as soon as can be, now or the next time; by any thread. */
    void interrupt();

    @Override
    void close();
}
