package dev.ristretto.run.vmm.confine;

import dev.ristretto.abi.AddressBases;
import dev.ristretto.abi.BootNote;
import dev.ristretto.abi.linux.SystemCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program of system calls, written instruction by instruction into an ELF file that has the headers of an image that
 * can be a process. Nothing of Ristretto is in it: it is what somebody else may send.
 */
public final class MachineCode {

    private static final int HEADERS = 64 + 2 * 56;
    private static final int NOTE_SIZE = 12 + 12 + 4;
    private static final int CODE = HEADERS + NOTE_SIZE;
    private static final long BASE = AddressBases.IMAGE + AddressBases.LOAD;
    private static final int[] REGISTERS = {0xbf48, 0xbe48, 0xba48, 0xba49, 0xb849, 0xb949};

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /** Makes a call; of a text or of bytes as argument it gets the address. */
    public MachineCode call(int number, Object... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            long value = switch (arguments[i]) {
                case String text -> text(text);
                case byte[] content -> data(content);
                default -> ((Number) arguments[i]).longValue();
            };
            move(REGISTERS[i], value);
        }
        move(0xb848, number);
        bytes(0x0f, 0x05);
        return this;
    }

    /** Writes a text to the console. */
    public MachineCode print(String text) {
        return call(SystemCalls.WRITE, 1, text, text.length());
    }

    /** Prints a text if the last call succeeded. */
    public MachineCode printIfDone(String text) {
        MachineCode then = new MachineCode();
        long address = text(text);
        then.move(REGISTERS[0], 1);
        then.move(REGISTERS[1], address);
        then.move(REGISTERS[2], text.length());
        then.move(0xb848, SystemCalls.WRITE);
        then.bytes(0x0f, 0x05);
        bytes(0x48, 0x85, 0xc0); // test rax, rax
        bytes(0x78, then.code.size()); // js
        code.writeBytes(then.code.toByteArray());
        return this;
    }

    /** Ends the program. */
    public MachineCode exit(int status) {
        return call(SystemCalls.EXIT_GROUP, status);
    }

    private long text(String text) {
        return data((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Data in the midst of the code, jumped over. */
    private long data(byte[] content) {
        bytes(0xe9, content.length, content.length >> 8, 0, 0); // jmp
        long address = BASE + CODE + code.size();
        code.writeBytes(content);
        return address;
    }

    /** {@code mov REGISTER, constant}. */
    private void move(int instruction, long constant) {
        code.writeBytes(ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) instruction)
                .putLong(constant)
                .array());
    }

    private void bytes(int... values) {
        for (int value : values) {
            code.write(value);
        }
    }

    /** Writes the file. */
    public Path write(Path file) throws IOException {
        int size = CODE + code.size();
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        elf.putShort((short) 2).putShort((short) 62).putInt(1);
        elf.putLong(BASE + CODE).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64)
                .putShort((short) 56)
                .putShort((short) 2)
                .putInt(0)
                .putShort((short) 0);
        elf.putInt(1)
                .putInt(7)
                .putLong(0)
                .putLong(BASE)
                .putLong(BASE)
                .putLong(size)
                .putLong(size)
                .putLong(4096);
        elf.putInt(4)
                .putInt(4)
                .putLong(HEADERS)
                .putLong(0)
                .putLong(0)
                .putLong(NOTE_SIZE)
                .putLong(NOTE_SIZE)
                .putLong(4);
        byte[] name = (BootNote.NAME + "\0").getBytes(StandardCharsets.US_ASCII);
        elf.putInt(name.length).putInt(Integer.BYTES).putInt(BootNote.TYPE).put(name);
        elf.putInt(CODE - Integer.BYTES, BootNote.VERSION);
        elf.position(CODE).put(code.toByteArray());
        return Files.write(file, elf.array());
    }
}
