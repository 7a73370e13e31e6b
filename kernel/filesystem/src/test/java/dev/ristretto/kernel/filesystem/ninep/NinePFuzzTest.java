package dev.ristretto.kernel.filesystem.ninep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.TreeProbe;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a server answers, a folder of it is read and changed without an unchecked exception and comes to an end. The
 * system property {@code filesystem.images} makes more servers; a seed is the number of one plus
 * {@code filesystem.seed}.
 */
@Timeout(600)
class NinePFuzzTest {
    private static final int SERVERS = Integer.getInteger("filesystem.images", 300);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final int LARGEST = 16 << 10;
    private static final int LONG = 40;
    private static final int MOST_REQUESTS = 200_000;

    /** A server that lies now and then. */
    private static final class Liar implements NinePTransport {
        private final ModelServer honest;
        private final Random random;
        private final int rarity;
        private boolean lies;

        Liar(ModelServer honest, Random random) {
            this.honest = honest;
            this.random = random;
            rarity = 2 + random.nextInt(random.nextBoolean() ? 100 : 10_000);
        }

        @Override
        public int largest() {
            return honest.largest();
        }

        @Override
        public void close() {
            honest.close();
        }

        @Override
        public int exchange(ByteBuffer request, byte[] reply) {
            assertThat(honest.requests()).as("requests").isLessThan(MOST_REQUESTS);
            int length;
            try {
                length = honest.exchange(request, reply);
            } catch (RuntimeException | AssertionError e) {
                // After a lie the two may be of different minds about a fid.
                length = refuse(LittleEndian.u16(request.array(), Integer.BYTES + 1), reply);
            }
            return lies && random.nextInt(rarity) == 0 ? lie(reply, length) : length;
        }

        private static int refuse(int tag, byte[] reply) {
            ByteBuffer error = new NinePWriter(reply.length)
                    .begin(NinePMessage.ERROR_REPLY, tag)
                    .u32(ErrorNumbers.EBADF)
                    .end();
            error.get(reply, 0, error.limit());
            return error.limit();
        }

        private int lie(byte[] reply, int length) {
            int tag = LittleEndian.u16(reply, Integer.BYTES + 1);
            int at = NinePMessage.HEADER + random.nextInt(Math.max(length - NinePMessage.HEADER, 1));
            switch (random.nextInt(100)) {
                case 0 -> {
                    return random.nextInt(reply.length + 10) - 5;
                }
                case 1 -> reply[random.nextInt(NinePMessage.HEADER)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    int shorter = length - random.nextInt(length);
                    LittleEndian.put32(reply, 0, shorter);
                    return shorter;
                }
                case 3, 4, 5, 6 -> {
                    return refuse(tag, reply);
                }
                case 7, 8 -> {
                    if (at + Integer.BYTES <= length) {
                        LittleEndian.put32(reply, at, random.nextBoolean() ? -1 : random.nextInt());
                    }
                }
                case 9 -> random.nextBytes(reply);
                case 10, 11 -> reply[at] = (byte) "/\0..".charAt(random.nextInt(4));
                default -> {
                    // In a short message nearly every bit is one that has to be right.
                    if (length > LONG || random.nextInt(20) == 0) {
                        reply[at] ^= (byte) (1 << random.nextInt(8));
                    }
                }
            }
            return length;
        }
    }

    @Test
    void serversThatLie() throws Exception {
        int survived = 0;
        for (int i = 0; i < SERVERS; i++) {
            long seed = SEED + i;
            try {
                survived += use(seed) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(survived).as("servers that answered to the end").isBetween(SERVERS / 50, SERVERS * 49 / 50);
    }

    private static boolean use(long seed) throws FileFault {
        MemoryVolume shared = new MemoryVolume(1 << 26, () -> 1_000);
        TreeProbe.populate(shared);
        Liar server = new Liar(new ModelServer(shared, LARGEST), new Random(seed));
        NinePVolume volume;
        try {
            server.lies = seed % 4 == 0;
            volume = NinePVolume.mount(server, "", () -> 1_000, false);
            server.lies = true;
        } catch (FileFault e) {
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
        TreeProbe.walk(volume, 400);
        TreeProbe.change(volume, new Random(seed), 60);
        server.lies = false;
        boolean answers = isAnswered(volume);
        volume.close();
        return answers;
    }

    private static boolean isAnswered(NinePVolume volume) {
        try {
            return volume.root().find("large") != null;
        } catch (FileFault e) {
            return false;
        }
    }
}
