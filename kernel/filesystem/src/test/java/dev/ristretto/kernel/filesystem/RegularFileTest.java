package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RegularFileTest {
    private static final int LARGEST = 100_000;
    private static final int BLOCK_SIZE = 8192;

    private final FileSystem files = new FileSystem(new MemoryVolume(1 << 20, () -> 0));

    /** The file against a plain array that does the same. */
    @RepeatedTest(20)
    void behavesAsAnArrayOfBytes(RepetitionInfo repetition) throws FileFault {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        byte[] initial = new byte[random.nextInt(LARGEST)];
        random.nextBytes(initial);
        byte[] untouched = initial.clone();
        files.createDirectory("/initial", 0755, new FolderOfFiles(Map.of("file", initial)));
        RegularFile file = (RegularFile) files.find("/initial/file", true);
        byte[] model = Arrays.copyOf(initial, LARGEST);
        int size = initial.length;
        for (int step = 0; step < 200; step++) {
            int position = random.nextInt(LARGEST);
            byte[] bytes = new byte[random.nextInt(LARGEST - position)];
            random.nextBytes(bytes);
            String where = "seed " + seed + ", step " + step;
            switch (random.nextInt(4)) {
                case 0 -> {
                    assertThat(file.write(position, ByteBuffer.wrap(bytes)))
                            .as(where)
                            .isEqualTo(bytes.length);
                    System.arraycopy(bytes, 0, model, position, bytes.length);
                    size = Math.max(size, bytes.length == 0 ? 0 : position + bytes.length);
                }
                case 1 -> {
                    file.truncate(position);
                    if (position < size) {
                        Arrays.fill(model, position, size, (byte) 0);
                    }
                    size = position;
                }
                default -> {
                    ByteBuffer target = random.nextBoolean()
                            ? ByteBuffer.allocate(bytes.length)
                            : ByteBuffer.allocateDirect(bytes.length);
                    int expected = Math.min(bytes.length, size - position);
                    int count = file.read(position, target);
                    if (expected <= 0) {
                        assertThat(count).as(where).isEqualTo(bytes.length == 0 ? 0 : -1);
                    } else {
                        assertThat(count).as(where).isEqualTo(expected);
                        byte[] read = new byte[count];
                        target.flip().get(read);
                        assertThat(read).as(where).isEqualTo(Arrays.copyOfRange(model, position, position + count));
                    }
                }
            }
            assertThat(file.size()).as(where).isEqualTo(size);
        }
        file.truncate(0);
        assertThat(used()).isZero();
        assertThat(initial).isEqualTo(untouched);
    }

    @Test
    void writingNothingBehindTheEndDoesNotMakeTheFileLonger() throws FileFault {
        RegularFile file = file();
        assertThat(file.write(100, ByteBuffer.allocate(0))).isZero();
        assertThat(file.size()).isZero();
    }

    @Test
    void aHoleTakesNoSpaceAndReadsAsZeros() throws FileFault {
        RegularFile file = file();
        file.write(900_000, ByteBuffer.wrap(new byte[] {1}));
        assertThat(used()).isLessThanOrEqualTo(BLOCK_SIZE);
        ByteBuffer target = ByteBuffer.allocate(10);
        assertThat(file.read(899_995, target)).isEqualTo(6);
        assertThat(target.array()).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    }

    @Test
    void appendsOfManyThreadsDoNotOverlap() throws Exception {
        RegularFile file = file();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            byte[] line = new byte[100];
            Arrays.fill(line, (byte) t);
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    try {
                        file.append(ByteBuffer.wrap(line));
                    } catch (FileFault e) {
                        throw new AssertionError(e);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        byte[] all = new byte[80_000];
        assertThat(file.read(0, ByteBuffer.wrap(all))).isEqualTo(all.length);
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i]).isEqualTo(all[i - i % 100]);
        }
    }

    private RegularFile file() throws FileFault {
        return (RegularFile) files.findOrCreate("/file", false, true, 0644).inode();
    }

    private long used() {
        VolumeStatus status = files.mounts().getFirst().volume().status();
        return (status.blocks() - status.free()) * status.blockSize();
    }
}
