package dev.ristretto.kernel.personality.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.ArrayFile;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfImageTest {
    @Test
    void whatAProgramSaysIsRead() throws Exception {
        ElfImage image = ElfImage.read(ElfFile.movable()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .header(ElfFile.STACK, 6, 0, 0, 0, 0, 16)
                .file());
        assertThat(image.movable()).isTrue();
        assertThat(image.entry()).isEqualTo(0x1040);
        assertThat(image.headers()).isEqualTo(64);
        assertThat(image.headerCount()).isEqualTo(4);
        assertThat(image.interpreter()).isEqualTo("/lib64/ld-linux-x86-64.so.2");
        assertThat(image.executableStack()).isFalse();
        assertThat(image.segments())
                .containsExactly(
                        new ElfSegment(0, 0, 0x1100, 0x1100, 5), new ElfSegment(0x3f80, 0x2f80, 0x80, 0x3080, 3));
        assertThat(image.end()).isEqualTo(0x7000);
    }

    @Test
    void anExecutableStackIsAskedForByItsFlag() throws Exception {
        assertThat(ElfImage.read(ElfFile.movable()
                                .header(ElfFile.STACK, 7, 0, 0, 0, 0, 16)
                                .file())
                        .executableStack())
                .isTrue();
    }

    @Test
    void alignmentsThatMakeSenseAreHeeded() throws Exception {
        assertThat(withLoad(0, 0, 0x1000, 0x1000, 0x20_0000).alignment()).isEqualTo(0x20_0000);
        assertThat(withLoad(0, 0, 0x1000, 0x1000, 0x3000).alignment()).isEqualTo(UserSpace.PAGE);
        assertThat(withLoad(0, 0, 0x1000, 0x1000, Long.MIN_VALUE).alignment()).isEqualTo(UserSpace.PAGE);
    }

    @Test
    void whatIsNoProgramIsRefused() {
        for (int length : new int[] {0, 1, 63, 64, 119}) {
            byte[] part = Arrays.copyOf(ElfFile.movable().bytes(), length);
            assertRefused(ArrayFile.of(part));
        }
        assertRefused(ElfFile.movable().type(1).file());
        assertRefused(ElfFile.movable().type(4).file());
        assertRefused(new ElfFile().file());
        assertRefused(new ElfFile().header(ElfFile.STACK, 6, 0, 0, 0, 0, 16).file());
        for (int place : new int[] {0, 1, 4, 5, 6, 18, 54}) {
            byte[] bytes = ElfFile.movable().bytes();
            bytes[place] ^= 0x40;
            assertRefused(ArrayFile.of(bytes));
        }
    }

    @Test
    void segmentsThatCannotBeAreRefused() {
        assertRefusedLoad(0, 0, 0x1001, 0x1000, 0x1000); // more in the file than in memory
        assertRefusedLoad(0, 0x800, 0x1000, 0x1000, 0x1000); // not at the same place in its page
        assertRefusedLoad(0x3000, 0, 0x1001, 0x2000, 0x1000); // behind the end of the file
        assertRefusedLoad(-0x1000, 0, 0x1000, 0x1000, 0x1000);
        assertRefusedLoad(Long.MAX_VALUE & -0x1000, 0, 0x1000, 0x1000, 0x1000);
        assertRefusedLoad(0, -0x1000, 0x1000, 0x1000, 0x1000);
        assertRefusedLoad(0, Long.MAX_VALUE & -0x1000, 0x1000, 0x1000, 0x1000);
        assertRefusedLoad(0, 0, 0x1000, Long.MAX_VALUE, 0x1000);
        assertRefusedLoad(0, 0, -1, -1, 0x1000);
        assertRefusedLoad(0, 0, 0, 1L << 40, 0x1000); // a movable program of a terabyte
        assertRefused(ElfFile.movable()
                .header(ElfFile.LOAD, 6, 0, 0x6000, 0x1000, 0x1000, 0x1000) // overlaps
                .file());
    }

    @Test
    void programsThatCannotBeMovedHaveToBeWhereProgramsMayBe() throws Exception {
        assertThat(fixed(0x40_0000).segments()).hasSize(1);
        assertRefused(fixedFile(0));
        assertRefused(fixedFile(UserSpace.LOW_END));
        assertRefused(fixedFile(UserSpace.LOW_END - 0x1000));
        assertRefused(fixedFile(UserSpace.HIGH_START - 0x1000));
    }

    @Test
    void pathsOfInterpretersAreTexts() {
        assertRefused(ElfFile.movable()
                .header(ElfFile.INTERPRETER, 4, 0x800, 0x800, 1, 1, 1)
                .file());
        assertRefused(ElfFile.movable()
                .header(ElfFile.INTERPRETER, 4, 0x800, 0x800, 2, 2, 1) // empty
                .file());
        assertRefused(ElfFile.movable()
                .put(0x800, "abc".getBytes(StandardCharsets.UTF_8))
                .header(ElfFile.INTERPRETER, 4, 0x800, 0x800, 3, 3, 1) // without a zero
                .file());
        assertRefused(ElfFile.movable()
                .header(ElfFile.INTERPRETER, 4, 0x800, 0x800, 4097, 4097, 1)
                .file());
        assertRefused(ElfFile.movable()
                .header(ElfFile.INTERPRETER, 4, Long.MAX_VALUE, 0x800, 10, 10, 1)
                .file());
    }

    /** Whatever is in a file: it is a program that can be loaded, or none. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void changedFilesAreProgramsOrNone(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] whole = ElfFile.movable().interpreter("/lib/ld.so").bytes();
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                change(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), random);
            }
            try {
                ElfImage image = ElfImage.read(ArrayFile.of(bytes));
                assertThat(image.end()).as("seed %d round %d", seed, round).isBetween(0L, UserSpace.HIGH_END);
            } catch (PosixException e) {
                assertThat(e.errno()).as("seed %d round %d", seed, round).isEqualTo(Errno.ENOEXEC);
            }
        }
    }

    /** Changes something in the headers, often to what is at an edge. */
    static void change(ByteBuffer bytes, Random random) {
        int place = random.nextInt(64 + 3 * 56);
        long[] edges = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0xfff, 0x1000, 0x1001, 1L << 47, (1L << 47) - 4096};
        switch (random.nextInt(3)) {
            case 0 -> bytes.put(place, (byte) random.nextInt());
            case 1 -> bytes.putLong(place & -8, edges[random.nextInt(edges.length)]);
            default -> bytes.putLong(place & -8, bytes.getLong(place & -8) ^ 1L << random.nextInt(64));
        }
    }

    /** Real programs, of whatever system this runs on. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/bin/true", "/bin/bash", "/usr/bin/python3", "/bin/busybox", "/lib64/ld-linux-x86-64.so.2"})
    void realProgramsAreRead(String path) throws Exception {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of(path)) && System.getProperty("os.arch").equals("amd64"));
        ElfImage image = ElfImage.read(ArrayFile.of(Files.readAllBytes(Path.of(path))));
        List<ElfSegment> segments = image.segments();
        assertThat(segments).isNotEmpty().anySatisfy(segment -> {
            assertThat(segment.protection()).isEqualTo(5);
            assertThat(image.entry()).isBetween(segment.address(), segment.end());
        });
        assertThat(image.headers()).isEqualTo(segments.getFirst().address() + 64);
        assertThat(image.executableStack()).isFalse();
        String interpreter = image.interpreter();
        if (interpreter != null) {
            assertThat(Path.of(interpreter)).exists();
        }
    }

    private static ElfImage withLoad(long offset, long address, long fileLength, long length, long align)
            throws PosixException {
        return ElfImage.read(new ElfFile()
                .header(ElfFile.LOAD, 5, offset, address, fileLength, length, align)
                .file());
    }

    private static void assertRefusedLoad(long offset, long address, long fileLength, long length, long align) {
        assertRefused(new ElfFile()
                .header(ElfFile.LOAD, 5, offset, address, fileLength, length, align)
                .file());
    }

    private static ElfImage fixed(long address) throws PosixException {
        return ElfImage.read(fixedFile(address));
    }

    private static ArrayFile fixedFile(long address) {
        return new ElfFile()
                .type(2)
                .header(ElfFile.LOAD, 5, 0, address, 0x1000, 0x1800, 0x1000)
                .file();
    }

    private static void assertRefused(ArrayFile file) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(() -> ElfImage.read(file))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOEXEC));
    }
}
