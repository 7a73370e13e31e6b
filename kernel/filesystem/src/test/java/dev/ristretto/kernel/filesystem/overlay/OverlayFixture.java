package dev.ristretto.kernel.filesystem.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.block.FailingReads;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A tree that becomes an image, and what is laid over it then. */
final class OverlayFixture {
    /** When the image is made and when it is changed. */
    private static final long BEFORE = 1_000;

    private static final long AFTER = 2_000;

    /** Bytes that fit into the upper volume. */
    static final long CAPACITY = 1 << 20;

    private final MemoryVolume tree = new MemoryVolume(1L << 30, () -> BEFORE);
    private final MemoryVolume upper = new MemoryVolume(CAPACITY, () -> AFTER);
    private @Nullable FailingReads image;
    private @Nullable OverlayVolume volume;

    /** What becomes the image. */
    MemoryVolume tree() {
        return tree;
    }

    /** Makes the image and the overlay. */
    void lay() throws FileFault {
        image = ErofsLower.image(tree);
        volume = new OverlayVolume(ErofsLower.mount(image), upper);
    }

    FailingReads image() {
        return Objects.requireNonNull(image);
    }

    MemoryVolume upper() {
        return upper;
    }

    OverlayVolume volume() {
        return Objects.requireNonNull(volume);
    }

    Directory root() {
        return volume().root();
    }

    long now() {
        return AFTER;
    }

    /** How many bytes the upper volume lacks. */
    long usedAbove() {
        return CAPACITY - upper.status().free() * upper.status().blockSize();
    }

    Inode inode(String... path) throws FileFault {
        Inode at = root();
        for (String name : path) {
            at = Objects.requireNonNull(((Directory) at).find(name), name);
        }
        return at;
    }

    Directory directory(String... path) throws FileFault {
        return (Directory) inode(path);
    }

    RegularFile file(String... path) throws FileFault {
        return (RegularFile) inode(path);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(RegularFile file) throws FileFault {
        ByteBuffer target = ByteBuffer.allocate((int) file.size());
        if (target.hasRemaining()) {
            assertThat(file.read(0, target)).isEqualTo(target.capacity());
        }
        return new String(target.array(), StandardCharsets.UTF_8);
    }

    static void write(RegularFile file, long position, String text) throws FileFault {
        assertThat(file.write(position, ByteBuffer.wrap(bytes(text)))).isEqualTo(bytes(text).length);
    }

    static void fails(FileFault.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FileFault.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
