package dev.ristretto.run.vmm;

import dev.ristretto.abi.AddressBases;
import dev.ristretto.abi.BootNote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An ELF file with nothing but the note of an image of this version, and lines of text behind it for whoever plays a
 * hypervisor.
 */
public final class BootableFile {

    private static final int PROGRAM_HEADER = 64;
    private static final int NOTE = PROGRAM_HEADER + 56;
    private static final int SIZE = NOTE + 12 + 12 + 4;

    private BootableFile() {}

    /** Writes such a file. */
    public static Path write(Path file, String... lines) throws IOException {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(SIZE + text.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0x464c457f)
                .putLong(24, AddressBases.IMAGE + 1)
                .putLong(32, PROGRAM_HEADER)
                .putShort(56, (short) 1);
        bytes.putInt(PROGRAM_HEADER, 4).putLong(PROGRAM_HEADER + 8, NOTE).putLong(PROGRAM_HEADER + 32, SIZE - NOTE);
        byte[] name = (BootNote.NAME + "\0").getBytes(StandardCharsets.US_ASCII);
        bytes.position(NOTE);
        bytes.putInt(name.length).putInt(Integer.BYTES).putInt(BootNote.TYPE).put(name);
        bytes.putInt(SIZE - Integer.BYTES, BootNote.VERSION).put(SIZE, text);
        return Files.write(file, bytes.array());
    }

    /** The lines of such a file. */
    public static List<String> lines(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return new String(bytes, SIZE, bytes.length - SIZE, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
