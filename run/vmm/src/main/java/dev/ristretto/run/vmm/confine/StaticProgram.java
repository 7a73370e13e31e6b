package dev.ristretto.run.vmm.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The smallest program of Linux: an ELF file with one segment that is read and executed and needs nothing else (System
 * V gABI chapters 4 and 5, x86-64 psABI).
 */
final class StaticProgram {

    private static final long BASE = 0x40_0000;
    private static final int HEADERS = 64 + 56;
    private static final int CODE_COLUMN = 32;

    private StaticProgram() {}

    /**
     * The file.
     *
     * @param listing a line for each instruction, its bytes in hexadecimal before column 32
     */
    static byte[] of(String listing) {
        StringBuilder digits = new StringBuilder();
        listing.lines().map(line -> line.substring(0, CODE_COLUMN)).forEach(digits::append);
        byte[] code = HexFormat.of().parseHex(digits.toString().replace(" ", ""));
        int size = HEADERS + code.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 2).putShort((short) 62).putInt(1); // executable, x86-64
        file.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
        file.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        int load = 1;
        int readExecute = 5;
        file.putInt(load).putInt(readExecute).putLong(0).putLong(BASE).putLong(BASE);
        file.putLong(size).putLong(size).putLong(0x1000);
        return file.put(code).array();
    }
}
