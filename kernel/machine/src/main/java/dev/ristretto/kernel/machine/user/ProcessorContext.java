package dev.ristretto.kernel.machine.user;

import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.UserContextBlock;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.machine.threads.OtherProcessors;

/** Registers in a block of the C heap, from which the processor loads them. */
final class ProcessorContext implements UserContext {
    // Segments of ring 3, with its privilege (boot.S).
    private static final long CODE = 0x33;
    private static final long DATA = 0x2b;

    /** Flags that a program may change: arithmetic, single step, direction, alignment check, CPUID. */
    private static final long OWN_FLAGS = 0x24_0dd5;

    /** Interrupts are on in ring 3; bit 1 is always set. */
    private static final long FIXED_FLAGS = 0x202;

    private static final int FLOATING_CONTROL = 0x37f;
    private static final int VECTOR_CONTROL = 0x1f80;

    /** Bits of MXCSR that there are. */
    private static final int VECTOR_CONTROL_BITS = 0xffff;

    private static final long STATES = 7;

    private final long allocation;
    private final RawMemory block;
    private boolean closed;

    /** Of a thread of the process whose page tables are below a root. */
    ProcessorContext(long root) {
        allocation = CHeap.allocate(UserContextBlock.SIZE + UserContextBlock.ALIGNMENT);
        if (allocation == 0) {
            throw new OutOfMemoryError("no memory for the registers of another thread");
        }
        long aligned = (allocation + UserContextBlock.ALIGNMENT - 1) & -UserContextBlock.ALIGNMENT;
        block = RawMemory.at(aligned, UserContextBlock.SIZE);
        block.clear(0, UserContextBlock.SIZE);
        putWord(TrapFrame.CODE_SEGMENT, CODE);
        putWord(TrapFrame.STACK_SEGMENT, DATA);
        putWord(TrapFrame.FLAGS, FIXED_FLAGS);
        block.putLong(UserContextBlock.ROOT, root);
        resetVectorState();
    }

    @Override
    public int enter() {
        int why = Cpu.enterUser(block.address());
        if (why == INTERRUPTED) {
            block.putLong(UserContextBlock.PENDING, 0);
        }
        return why;
    }

    @Override
    public long get(int register) {
        return block.getLong(Long.BYTES * (long) register);
    }

    @Override
    public void set(int register, long value) {
        switch (register) {
            case RFLAGS -> putWord(register, value & OWN_FLAGS | FIXED_FLAGS);
            case RIP -> putWord(register, value >= 0 && value < UserSpace.HIGH_END ? value : 0);
            case RCX, R11 -> {
                writeVectors();
                putWord(register, value);
            }
            case RSP, R15, R14, R13, R12, R10, R9, R8, RBP, RDI, RSI, RDX, RBX, RAX -> putWord(register, value);
            default -> throw new IllegalArgumentException("no register of a program: " + register);
        }
    }

    private void putWord(int register, long value) {
        block.putLong(Long.BYTES * (long) register, value);
    }

    @Override
    public long faultAddress() {
        return block.getLong(UserContextBlock.ADDRESS);
    }

    @Override
    public long faultError() {
        return get(TrapFrame.ERROR);
    }

    @Override
    public long threadPointer() {
        return block.getLong(UserContextBlock.THREAD_POINTER);
    }

    @Override
    public void setThreadPointer(long address) {
        block.putLong(UserContextBlock.THREAD_POINTER, address >= 0 && address < UserSpace.HIGH_END ? address : 0);
    }

    /** Puts the vector registers into the XSAVE area if they are not there, from where they are then taken. */
    private void writeVectors() {
        if (block.getLong(UserContextBlock.IS_PLAIN) == 0) {
            return;
        }
        block.putLong(UserContextBlock.IS_PLAIN, 0);
        long area = UserContextBlock.VECTORS;
        int control = block.getInt(UserContextBlock.ENVIRONMENT);
        int status = block.getInt(UserContextBlock.ENVIRONMENT + Integer.BYTES);
        block.clear(area, UserContextBlock.VECTORS_SIZE);
        block.putInt(area, control & 0xffff | status << Short.SIZE);
        block.putInt(area + UserContextBlock.CONTROL, block.getInt(UserContextBlock.PLAIN_CONTROL));
        block.putLong(area + UserContextBlock.STATES, STATES);
        for (int register = 0; register < UserContextBlock.VECTOR_REGISTERS; register++) {
            long from = UserContextBlock.PLAIN + (long) register * UserContextBlock.VECTOR_BYTES;
            long to = area + (long) register * UserContextBlock.VECTOR_BYTES / 2;
            copy(from, to + UserContextBlock.LOWER_HALVES);
            copy(from + UserContextBlock.VECTOR_BYTES / 2, to + UserContextBlock.UPPER_HALVES);
        }
    }

    private void copy(long from, long to) {
        block.putLong(to, block.getLong(from));
        block.putLong(to + Long.BYTES, block.getLong(from + Long.BYTES));
    }

    @Override
    public void vectorState(byte[] target) {
        writeVectors();
        block.get(UserContextBlock.VECTORS, target, 0, VECTOR_STATE);
    }

    @Override
    public void setVectorState(byte[] source) {
        block.putLong(UserContextBlock.IS_PLAIN, 0);
        block.put(UserContextBlock.VECTORS, source, 0, VECTOR_STATE);
        long header = UserContextBlock.VECTORS + UserContextBlock.STATES;
        long states = block.getLong(header) & STATES;
        block.clear(header, UserContextBlock.HEADER_END - UserContextBlock.STATES);
        block.putLong(header, states);
        long control = UserContextBlock.VECTORS + UserContextBlock.CONTROL;
        block.putInt(control, block.getInt(control) & VECTOR_CONTROL_BITS);
    }

    @Override
    public void resetVectorState() {
        block.putLong(UserContextBlock.IS_PLAIN, 0);
        block.clear(UserContextBlock.VECTORS, UserContextBlock.VECTORS_SIZE);
        block.putInt(UserContextBlock.VECTORS, FLOATING_CONTROL);
        block.putInt(UserContextBlock.VECTORS + UserContextBlock.CONTROL, VECTOR_CONTROL);
    }

    @Override
    public void interrupt() {
        block.putLong(UserContextBlock.PENDING, 1);
        // A processor that is in ring 3 with these registers comes back; one that is on the way there looks first.
        OtherProcessors.interrupt();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CHeap.free(allocation);
        }
    }
}
