package dev.ristretto.build.linker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The section .debug_frame (DWARF 4 section 6.4), by which a debugger finds the callers of compiled Java methods: they
 * keep no frame pointer, and the return address lies right above a frame of fixed size.
 */
final class CallFrames {
    private static final int VERSION = 4;
    private static final int IS_CIE = -1;
    private static final int ADDRESS_BYTES = 8;
    private static final int RSP = 7;
    private static final int RETURN_ADDRESS = 16;

    private static final int ADVANCE_LOC = 0x40;
    private static final int ADVANCE_LOC1 = 0x02;
    private static final int ADVANCE_LOC4 = 0x04;
    private static final int DEF_CFA = 0x0c;
    private static final int DEF_CFA_OFFSET = 0x0e;
    private static final int OFFSET = 0x80;
    private static final int NOP = 0;
    private static final int DATA_ALIGNMENT_MINUS_8 = 0x78;

    private CallFrames() {}

    /** @param text address of the section that the frames count from */
    static byte[] encode(List<MethodFrame> frames, long text) {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        put(section, IS_CIE, new byte[0], common());
        for (MethodFrame frame : frames) {
            ByteBuffer range = ByteBuffer.allocate(2 * ADDRESS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            range.putLong(text + frame.offset()).putLong(frame.size());
            put(section, 0, range.array(), instructions(frame));
        }
        return section.toByteArray();
    }

    /** What all methods share: at their first instruction the return address is on top of the stack. */
    private static byte[] common() {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.writeBytes(new byte[] {VERSION, 0, ADDRESS_BYTES, 0, 1, DATA_ALIGNMENT_MINUS_8, RETURN_ADDRESS});
        entry.writeBytes(new byte[] {DEF_CFA, RSP, ADDRESS_BYTES, (byte) (OFFSET | RETURN_ADDRESS), 1});
        return entry.toByteArray();
    }

    private static byte[] instructions(MethodFrame frame) {
        ByteArrayOutputStream instructions = new ByteArrayOutputStream();
        int at = 0;
        for (MethodFrame.Change change : frame.changes()) {
            advance(instructions, change.offset() - at);
            at = change.offset();
            instructions.write(DEF_CFA_OFFSET);
            putUnsigned(instructions, change.entered() ? frame.frameBytes() : ADDRESS_BYTES);
        }
        return instructions.toByteArray();
    }

    private static void advance(ByteArrayOutputStream target, int delta) {
        if (delta < 0x40) {
            target.write(ADVANCE_LOC | delta);
        } else if (delta < 0x100) {
            target.write(ADVANCE_LOC1);
            target.write(delta);
        } else {
            target.write(ADVANCE_LOC4);
            putInt(target, delta);
        }
    }

    /** An entry is as long as its length field says, which is padded to whole addresses. */
    private static void put(ByteArrayOutputStream section, int id, byte[] range, byte[] instructions) {
        int bytes = 4 + range.length + instructions.length;
        int padding = Math.floorMod(-(4 + bytes), ADDRESS_BYTES);
        putInt(section, bytes + padding);
        putInt(section, id);
        section.writeBytes(range);
        section.writeBytes(instructions);
        for (int i = 0; i < padding; i++) {
            section.write(NOP);
        }
    }

    private static void putInt(ByteArrayOutputStream target, int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            target.write(value >>> shift);
        }
    }

    /** Unsigned LEB128 (DWARF 4 section 7.6). */
    private static void putUnsigned(ByteArrayOutputStream target, int value) {
        int rest = value;
        while (rest >= 0x80) {
            target.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        target.write(rest);
    }
}
