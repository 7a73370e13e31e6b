package dev.ristretto.kernel.personality.linux.thread.signal;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands on the stack of a thread while a handler runs, and what its return restores: struct rt_sigframe with its
 * struct ucontext, struct sigcontext and siginfo (arch/x86/include/uapi/asm/sigcontext.h, ucontext.h; the System V ABI
 * for the red zone), above it an XSAVE area.
 */
public final class SignalFrame {
    /** Below the stack pointer, where functions keep what they need without moving it. */
    private static final int RED_ZONE = 128;

    // struct rt_sigframe: where a handler returns to, then ucontext, then siginfo.
    private static final int CONTEXT = 8;
    private static final int CONTEXT_STACK = CONTEXT + 16;
    private static final int REGISTERS = CONTEXT + 40;
    private static final int SEGMENTS = REGISTERS + 144;
    private static final int ERROR = SEGMENTS + 8;
    private static final int VECTOR = ERROR + 8;
    private static final int OLD_MASK = VECTOR + 8;
    private static final int FAULT_ADDRESS = OLD_MASK + 8;
    private static final int VECTOR_STATE_POINTER = FAULT_ADDRESS + 8;
    private static final int MASK = REGISTERS + 256;
    private static final int NOTE = MASK + 8;
    private static final int SIZE = NOTE + SignalNote.SIZE;

    /** Flags of ucontext: an XSAVE area, and a stack segment that is to be restored as it is. */
    private static final long CONTEXT_FLAGS = 1 | 2 | 4;

    /** The segments of a program, CS, GS, FS and SS: 0x33, 0, 0, 0x2b. */
    private static final long USER_SEGMENTS = 0x002b_0000_0000_0033L;

    /** In the order of struct sigcontext. */
    private static final int[] ORDER = {
        UserContext.R8, UserContext.R9, UserContext.R10, UserContext.R11, UserContext.R12, UserContext.R13,
        UserContext.R14, UserContext.R15, UserContext.RDI, UserContext.RSI, UserContext.RBP, UserContext.RBX,
        UserContext.RDX, UserContext.RAX, UserContext.RCX, UserContext.RSP, UserContext.RIP, UserContext.RFLAGS
    };

    // Of the XSAVE area: the legacy part, which is all that is there without the marks; which components there are;
    // what software says of it.
    private static final int LEGACY = 512;
    private static final int COMPONENTS = 512;
    private static final int LEGACY_COMPONENTS = 3;
    private static final int ALL_COMPONENTS = 7;
    private static final int SOFTWARE = 464;
    private static final int SOFTWARE_COMPONENTS = SOFTWARE + 8;
    private static final int SOFTWARE_SIZE = SOFTWARE + 16;
    private static final int FIRST_MARK = 0x4650_5853;
    private static final int SECOND_MARK = 0x4650_5845;
    private static final int STATE_SIZE = UserContext.VECTOR_STATE + Integer.BYTES;
    private static final int STATE_ALIGNMENT = 64;
    private static final int STACK_ALIGNMENT = 16;

    /** Trap, direction and resume flag, with none of which a handler begins. */
    private static final long NOT_FOR_HANDLERS = 0x100 | 0x400 | 0x1_0000;

    private SignalFrame() {}

    /**
     * Has a thread begin a handler when it next goes on.
     *
     * @throws PosixException EFAULT if there is no room on its stack, or nowhere to return to
     */
    public static void begin(
            UserContext context, UserMemory memory, SignalsOfThread thread, Delivery delivery, TrapState trap)
            throws PosixException {
        SignalSetting setting = delivery.setting();
        if (!setting.has(SignalSetting.RESTORER)) {
            throw new PosixException(Errno.EFAULT);
        }
        AlternateStack stack = thread.stack();
        long top = context.get(UserContext.RSP) - RED_ZONE;
        boolean there = stack.holds(context.get(UserContext.RSP));
        boolean enters = setting.has(SignalSetting.ON_STACK) && stack.flags(top) != AlternateStack.DISABLED && !there;
        if (enters) {
            top = stack.end();
        }
        long state = top - STATE_SIZE & -STATE_ALIGNMENT;
        long frame = (state - SIZE & -STACK_ALIGNMENT) - Long.BYTES;
        if ((enters || there) && frame - stack.start() < 0) {
            throw new PosixException(Errno.EFAULT);
        }
        memory.write(state, vectorState(context));
        long maskAfter = thread.maskAfterHandler();
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, setting.restorer());
        bytes.putLong(CONTEXT, CONTEXT_FLAGS);
        putStack(bytes, CONTEXT_STACK, stack, context.get(UserContext.RSP));
        for (int i = 0; i < ORDER.length; i++) {
            bytes.putLong(REGISTERS + Long.BYTES * i, context.get(ORDER[i]));
        }
        bytes.putLong(SEGMENTS, USER_SEGMENTS);
        bytes.putLong(ERROR, trap.error()).putLong(VECTOR, trap.vector());
        bytes.putLong(OLD_MASK, maskAfter).putLong(FAULT_ADDRESS, trap.address());
        bytes.putLong(VECTOR_STATE_POINTER, state).putLong(MASK, maskAfter);
        delivery.note().put(bytes, NOTE);
        memory.write(frame, bytes.array());
        enter(context, delivery, frame);
        long blocked = setting.has(SignalSetting.NO_DEFER)
                ? 0
                : SignalNumbers.bit(delivery.note().number());
        thread.setMask(thread.mask() | setting.mask() | blocked);
        if (stack.leaves()) {
            thread.setStack(AlternateStack.NONE);
        }
    }

    private static void enter(UserContext context, Delivery delivery, long frame) {
        context.set(UserContext.RDI, delivery.note().number());
        context.set(UserContext.RSI, frame + NOTE);
        context.set(UserContext.RDX, frame + CONTEXT);
        context.set(UserContext.RAX, 0);
        context.set(UserContext.RSP, frame);
        context.set(UserContext.RIP, delivery.setting().handler());
        context.set(UserContext.RFLAGS, context.get(UserContext.RFLAGS) & ~NOT_FOR_HANDLERS);
        context.resetVectorState();
    }

    private static byte[] vectorState(UserContext context) {
        byte[] state = new byte[UserContext.VECTOR_STATE];
        context.vectorState(state);
        ByteBuffer bytes = ByteBuffer.allocate(STATE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, state);
        bytes.putInt(SOFTWARE, FIRST_MARK).putInt(SOFTWARE + Integer.BYTES, STATE_SIZE);
        bytes.putLong(SOFTWARE_COMPONENTS, ALL_COMPONENTS).putInt(SOFTWARE_SIZE, UserContext.VECTOR_STATE);
        bytes.putInt(UserContext.VECTOR_STATE, SECOND_MARK);
        return bytes.array();
    }

    private static void putStack(ByteBuffer bytes, int at, AlternateStack stack, long stackPointer) {
        bytes.putLong(at, stack.start());
        bytes.putInt(at + Long.BYTES, stack.flags(stackPointer));
        bytes.putLong(at + 2 * Long.BYTES, stack.size());
    }

    /** The bytes of a stack_t for a thread whose stack pointer is that. */
    public static byte[] stackBytes(AlternateStack stack, long stackPointer) {
        ByteBuffer bytes = ByteBuffer.allocate(AlternateStack.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        putStack(bytes, 0, stack, stackPointer);
        return bytes.array();
    }

    /**
     * Reads a stack_t.
     *
     * @throws PosixException EINVAL if its flags are none, ENOMEM if it is too small
     */
    public static AlternateStack stack(ByteBuffer bytes, int at) throws PosixException {
        int flags = bytes.getInt(at + Long.BYTES);
        int mode = flags & ~AlternateStack.LEAVES;
        if (mode == AlternateStack.DISABLED) {
            return AlternateStack.NONE;
        }
        if (mode != 0 && mode != AlternateStack.ACTIVE) {
            throw new PosixException(Errno.EINVAL);
        }
        long size = bytes.getLong(at + 2 * Long.BYTES);
        if (Long.compareUnsigned(size, AlternateStack.SMALLEST) < 0) {
            throw new PosixException(Errno.ENOMEM);
        }
        return new AlternateStack(bytes.getLong(at), size, flags != mode);
    }

    /**
     * A handler returns: restores what its frame says, as the handler has changed it.
     *
     * @throws PosixException EFAULT if the frame cannot be read
     */
    public static void end(UserContext context, UserMemory memory, SignalsOfThread thread) throws PosixException {
        long frame = context.get(UserContext.RSP) - Long.BYTES;
        ByteBuffer bytes = ByteBuffer.wrap(memory.bytes(frame, NOTE)).order(ByteOrder.LITTLE_ENDIAN);
        long state = bytes.getLong(VECTOR_STATE_POINTER);
        byte[] vectors = state == 0 ? null : readVectorState(memory, state);
        for (int i = 0; i < ORDER.length; i++) {
            context.set(ORDER[i], bytes.getLong(REGISTERS + Long.BYTES * i));
        }
        if (vectors == null) {
            context.resetVectorState();
        } else {
            context.setVectorState(vectors);
        }
        thread.setMask(bytes.getLong(MASK));
        try {
            AlternateStack stack = stack(bytes, CONTEXT_STACK);
            if (!thread.stack().holds(context.get(UserContext.RSP))) {
                thread.setStack(stack);
            }
        } catch (PosixException e) {
            // A stack that the handler has made none of leaves the present one (restore_altstack).
        }
    }

    private static byte[] readVectorState(UserMemory memory, long address) throws PosixException {
        byte[] state = new byte[UserContext.VECTOR_STATE];
        memory.read(address, state, 0, LEGACY);
        ByteBuffer bytes = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(SOFTWARE) == FIRST_MARK
                && bytes.getInt(SOFTWARE_SIZE) == UserContext.VECTOR_STATE
                && bytes.getInt(SOFTWARE + Integer.BYTES) == STATE_SIZE
                && memory.getInt(address + UserContext.VECTOR_STATE) == SECOND_MARK) {
            memory.read(address, state, 0, state.length);
        } else {
            bytes.putLong(COMPONENTS, LEGACY_COMPONENTS);
        }
        return state;
    }
}
