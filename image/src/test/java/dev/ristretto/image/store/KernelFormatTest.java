package dev.ristretto.image.store;

import static dev.ristretto.image.store.KernelBuilder.CODE;
import static dev.ristretto.image.store.KernelBuilder.DATA;
import static dev.ristretto.image.store.KernelBuilder.OUR_NOTE;
import static dev.ristretto.image.store.KernelBuilder.STACK;
import static dev.ristretto.image.store.KernelBuilder.XEN_NOTE;
import static dev.ristretto.image.store.KernelBuilder.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ristretto.image.model.ImageException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class KernelFormatTest {
    @TempDir
    Path folder;

    private record Wrong(String expected, Consumer<ByteBuffer> change) {}

    private Path write(byte[] bytes) throws Exception {
        return Files.write(folder.resolve("kernel"), bytes);
    }

    @Test
    void whatTheLinkerWritesIsAccepted() throws Exception {
        Path file = write(KernelBuilder.kernel("data"));
        assertThatCode(() -> KernelFormat.check(file)).doesNotThrowAnyException();
    }

    @TestFactory
    Stream<DynamicTest> whatIsDifferentIsRefusedByName() {
        return Stream.of(
                        new Wrong("it is no ELF file", file -> file.put(1, (byte) 'e')),
                        new Wrong("it is not of 64 bits", file -> file.put(4, (byte) 1)),
                        new Wrong("it is not of 64 bits", file -> file.put(5, (byte) 2)),
                        new Wrong("it is no executable", file -> file.putShort(16, (short) 3)),
                        new Wrong("it is not for x86-64", file -> file.putShort(18, (short) 183)),
                        new Wrong("its program headers have another size", file -> file.putShort(54, (short) 32)),
                        new Wrong("it has 0 segments", file -> file.putShort(56, (short) 0)),
                        new Wrong("it has 65535 segments", file -> file.putShort(56, (short) -1)),
                        new Wrong("the table of its segments ends behind", file -> file.putLong(32, 1L << 40)),
                        new Wrong("the table of its segments ends behind", file -> file.putLong(32, -56)),
                        new Wrong("its entry point is in no executable segment", file -> file.putLong(24, 0x10_0000)),
                        new Wrong(
                                "its entry point is in no executable segment",
                                file -> file.putLong(24, file.getLong(at(DATA) + 16))),
                        new Wrong("a segment is writable and executable", file -> file.putInt(at(DATA) + 4, 7)),
                        new Wrong("its stack would be executable", file -> file.putInt(at(STACK) + 4, 7)),
                        new Wrong(
                                "it does not say that its stack is not executable",
                                file -> file.putShort(56, (short) 4)),
                        new Wrong("a segment ends behind the end", file -> {
                            file.putLong(at(DATA) + 32, 1 << 20);
                            file.putLong(at(DATA) + 40, 1 << 20);
                        }),
                        new Wrong(
                                "a segment has an impossible address",
                                file -> file.putLong(at(DATA) + 32, Long.MAX_VALUE)),
                        new Wrong("a segment has an impossible address", file -> file.putLong(at(DATA) + 8, -4096)),
                        new Wrong("a segment is larger in the file", file -> file.putLong(at(CODE) + 40, 1)),
                        new Wrong(
                                "a segment lies where no part of an image does",
                                file -> file.putLong(at(CODE) + 16, 0x40_0000)),
                        new Wrong("a segment lies where no part of an image does", file -> {
                            file.putLong(at(CODE) + 16, 0x1000);
                            file.putLong(at(CODE) + 24, 0x1000);
                        }),
                        new Wrong("two segments share a page", file -> {
                            file.putLong(at(DATA) + 16, file.getLong(at(CODE) + 16) + 32);
                            file.putLong(at(DATA) + 24, file.getLong(at(CODE) + 24) + 32);
                        }),
                        new Wrong("it has a segment of type 3", file -> file.putInt(at(XEN_NOTE), 3)),
                        new Wrong("its notes are too long", file -> file.putLong(at(OUR_NOTE) + 32, 1 << 20)),
                        new Wrong(
                                "it has no note",
                                file -> file.put((int) file.getLong(at(OUR_NOTE) + 8) + 12, (byte) 'X')),
                        new Wrong(
                                "hypervisors find no entry",
                                file -> file.put((int) file.getLong(at(XEN_NOTE) + 8) + 12, (byte) 'Y')),
                        new Wrong(
                                "hypervisors find no entry",
                                file -> file.putInt((int) file.getLong(at(XEN_NOTE) + 8) + 16, 0x7000)))
                .map(wrong -> DynamicTest.dynamicTest(wrong.expected(), () -> {
                    Path file = write(KernelBuilder.kernel("data", wrong.change()));
                    assertThat(catchThrowable(() -> KernelFormat.check(file)))
                            .isInstanceOf(ImageException.class)
                            .hasMessageContaining(wrong.expected());
                }));
    }

    @Test
    void aFileThatIsCutAnywhereIsRefusedOrWhole() throws Exception {
        byte[] whole = KernelBuilder.kernel("data");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Path file = write(cut);
            assertThat(catchThrowable(() -> KernelFormat.check(file)))
                    .as("cut at %d", length)
                    .isInstanceOf(ImageException.class);
        }
    }

    @Test
    void anyChangeIsAcceptedOrRefusedInWords() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] whole = KernelBuilder.kernel("data");
        for (int i = 0; i < 3000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Path file = write(changed);
            Throwable failure = catchThrowable(() -> KernelFormat.check(file));
            if (failure != null) {
                assertThat(failure).as("seed %d, change %d", seed, i).isInstanceOf(ImageException.class);
            }
        }
    }
}
