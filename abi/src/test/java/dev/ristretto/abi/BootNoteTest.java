package dev.ristretto.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootNoteTest {

    private static final int NOTES = 64 + 56;

    @TempDir
    Path folder;

    @Test
    void theVersionIsFoundBehindNotesOfOthers() throws IOException {
        ByteBuffer notes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        note(notes, "Xen", 18, 0x10_0000);
        note(notes, BootNote.NAME, BootNote.TYPE, 7);
        assertThat(version(file(notes))).hasValue(7);
    }

    @Test
    void aFileWithoutTheNoteHasNoVersion() throws IOException {
        ByteBuffer notes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        note(notes, "Xen", 18, 0x10_0000);
        note(notes, BootNote.NAME, BootNote.TYPE + 1, 7);
        assertThat(version(file(notes))).isEmpty();
    }

    @Test
    void whateverIsNoImageHasNoVersion() throws IOException {
        assertThat(version(new byte[0])).isEmpty();
        assertThat(version("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    /** Every file is somebody's input: whatever its bytes, reading ends, and with no other exception. */
    @Test
    void damagedFilesHaveNoVersionOrSomeOne() throws IOException {
        ByteBuffer notes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        note(notes, BootNote.NAME, BootNote.TYPE, 7);
        byte[] good = file(notes);
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            byte[] bad = Arrays.copyOf(good, 5 + random.nextInt(good.length - 4));
            for (int change = 0; change < 4; change++) {
                bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt();
            }
            assertThat(version(bad)).isNotNull();
        }
    }

    private OptionalInt version(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("kernel"), content);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return BootNote.version(channel);
        }
    }

    private static byte[] file(ByteBuffer notes) {
        ByteBuffer file = ByteBuffer.allocate(NOTES + notes.position()).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464c457f).putLong(32, 64).putShort(56, (short) 1);
        file.putInt(64, 4).putLong(64 + 8, NOTES).putLong(64 + 32, notes.position());
        file.put(NOTES, notes.array(), 0, notes.position());
        return file.array();
    }

    private static void note(ByteBuffer notes, String name, int type, int descriptor) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        notes.putInt(bytes.length).putInt(4).putInt(type);
        notes.put(bytes).position((notes.position() + 3) & -4);
        notes.putInt(descriptor);
    }
}
