package dev.ristretto.kernel.network.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.abi.Direction;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.HeapFramePool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures are read back as the specification says, byte by byte. */
class PcapngWriterTest {
    private static final long EPOCH = 1_700_000_000_000_000_000L;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final HeapFramePool pool = new HeapFramePool(4, 2000, 12);
    private final Random random = new Random(1);

    private void write(ByteBuffer block) {
        file.write(block.array(), block.position(), block.remaining());
    }

    private Frame frame(byte[] bytes) {
        Frame frame = Objects.requireNonNull(pool.allocate(bytes.length));
        frame.buffer().put(frame.start(), bytes);
        return frame;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The block at the position, whose length must stand at both of its ends; moves past it. */
    private static ByteBuffer next(ByteBuffer file, int type) {
        ByteBuffer block = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(block.getInt(0)).as("type").isEqualTo(type);
        int length = block.getInt(4);
        assertThat(length % 4).as("alignment").isZero();
        assertThat(block.getInt(length - 4)).as("length at the end").isEqualTo(length);
        file.position(file.position() + length);
        return block.limit(length);
    }

    @Test
    void everyByteIsAsTheSpecificationSays() {
        PcapngWriter writer = new PcapngWriter("eth0", EPOCH, 1514, this::write);
        byte[][] frames = {randomBytes(60), randomBytes(61), randomBytes(1514), randomBytes(1)};
        for (int i = 0; i < frames.length; i++) {
            Frame frame = frame(frames[i]);
            writer.frame(frame, i % 2 == 0 ? Direction.SENT : Direction.RECEIVED, 5_000_000_001L + i);
            frame.release();
        }
        ByteBuffer read = ByteBuffer.wrap(file.toByteArray());
        ByteBuffer section = next(read, 0x0a0d0d0a);
        assertThat(section.remaining()).isEqualTo(28);
        assertThat(section.getInt(8)).as("byte order").isEqualTo(0x1a2b3c4d);
        assertThat(section.getShort(12)).as("major version").isEqualTo((short) 1);
        assertThat(section.getShort(14)).as("minor version").isZero();
        assertThat(section.getLong(16)).as("section length").isEqualTo(-1);
        ByteBuffer description = next(read, 1);
        assertThat(description.getShort(8)).as("Ethernet").isEqualTo((short) 1);
        assertThat(description.getInt(12)).as("snap length").isEqualTo(1514);
        assertThat(description.getShort(16)).as("if_name").isEqualTo((short) 2);
        assertThat(description.getShort(18)).isEqualTo((short) 4);
        byte[] name = new byte[4];
        description.get(20, name);
        assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo("eth0");
        assertThat(description.getShort(24)).as("if_tsresol").isEqualTo((short) 9);
        assertThat(description.getShort(26)).isEqualTo((short) 1);
        assertThat(description.getInt(28)).as("nanoseconds and padding").isEqualTo(9);
        assertThat(description.getInt(32)).as("end of options").isZero();
        for (int i = 0; i < frames.length; i++) {
            ByteBuffer packet = next(read, 6);
            assertThat(packet.getInt(8)).as("interface").isZero();
            long time = (long) packet.getInt(12) << 32 | packet.getInt(16) & 0xffff_ffffL;
            assertThat(time).isEqualTo(EPOCH + 5_000_000_001L + i);
            assertThat(packet.getInt(20)).isEqualTo(frames[i].length);
            assertThat(packet.getInt(24)).isEqualTo(frames[i].length);
            byte[] bytes = new byte[frames[i].length];
            packet.get(28, bytes);
            assertThat(bytes).isEqualTo(frames[i]);
            int options = 28 + (bytes.length + 3) / 4 * 4;
            for (int pad = 28 + bytes.length; pad < options; pad++) {
                assertThat(packet.get(pad)).as("padding").isZero();
            }
            assertThat(packet.getShort(options)).as("epb_flags").isEqualTo((short) 2);
            assertThat(packet.getShort(options + 2)).isEqualTo((short) 4);
            assertThat(packet.getInt(options + 4)).as("direction").isEqualTo(i % 2 == 0 ? 2 : 1);
            assertThat(packet.getInt(options + 8)).as("end of options").isZero();
            assertThat(packet.remaining()).isEqualTo(options + 16);
        }
        assertThat(read.hasRemaining()).isFalse();
    }

    @Test
    void aLongFrameIsCutAndItsLengthKept() {
        PcapngWriter writer = new PcapngWriter("a", 0, 100, this::write);
        file.reset();
        byte[] bytes = randomBytes(1000);
        Frame frame = frame(bytes);
        writer.frame(frame, Direction.RECEIVED, 1);
        frame.release();
        ByteBuffer packet = next(ByteBuffer.wrap(file.toByteArray()), 6);
        assertThat(packet.getInt(20)).isEqualTo(100);
        assertThat(packet.getInt(24)).isEqualTo(1000);
        byte[] kept = new byte[100];
        packet.get(28, kept);
        assertThat(kept).isEqualTo(Arrays.copyOf(bytes, 100));
    }

    @Test
    void aCaptureThatKeepsNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PcapngWriter("a", 0, 0, this::write));
    }

    @Test
    void tsharkReadsIt(@TempDir Path folder) throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/tshark")).exists();
        PcapngWriter writer = new PcapngWriter("eth0", EPOCH, 1514, this::write);
        Frame frame = frame(new byte[60]);
        writer.frame(frame, Direction.SENT, 5);
        frame.release();
        Path capture = Files.write(folder.resolve("capture.pcapng"), file.toByteArray());
        Process tshark = new ProcessBuilder(
                        "/usr/bin/tshark",
                        "-r",
                        capture.toString(),
                        "-T",
                        "fields",
                        "-e",
                        "frame.interface_name",
                        "-e",
                        "frame.time_epoch",
                        "-e",
                        "frame.len")
                .start();
        String text = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tshark.waitFor()).isZero();
        assertThat(text.strip()).isEqualTo("eth0\t1700000000.000000005\t60");
    }
}
