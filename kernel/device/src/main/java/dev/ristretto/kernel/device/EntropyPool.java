package dev.ristretto.kernel.device;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * Random bytes for keys: a ChaCha20 generator (RFC 8439 section 2.3) whose key is replaced by its own output at each
 * use, so that what it gave out cannot be computed from its state later.
 *
 * <p>The key starts from what the host gives; a device may {@link #mix} in more. The processor's generator is mixed in
 * at each request. Thread-safe.
 */
final class EntropyPool {
    private static final int BLOCK_WORDS = 16;
    private static final int KEY_WORDS = 8;
    private static final int ROUNDS = 20;

    private final int[] key = new int[KEY_WORDS];

    /** Guards the key; an object, since an array has no room for a monitor. */
    private final Object lock = new Object();

    private final IntToLongFunction seed;
    private final LongSupplier source;
    private boolean seeded;

    /**
     * @param seed words of the host's, by their index 0 to 3, asked for at the first use
     * @param source unpredictable words, asked for at each
     */
    EntropyPool(IntToLongFunction seed, LongSupplier source) {
        this.seed = seed;
        this.source = source;
    }

    /** Fills {@code target} with random bytes. */
    void fill(byte[] target) {
        synchronized (lock) {
            stir();
            int[] block = new int[BLOCK_WORDS];
            int counter = 0;
            next(block, counter++);
            int[] nextKey = Arrays.copyOf(block, KEY_WORDS);
            int word = KEY_WORDS;
            for (int i = 0; i < target.length; i++) {
                if (word == BLOCK_WORDS) {
                    next(block, counter++);
                    word = 0;
                }
                target[i] = (byte) (block[word] >>> 8 * (i & 3));
                if ((i & 3) == 3) {
                    word++;
                }
            }
            System.arraycopy(nextKey, 0, key, 0, KEY_WORDS);
            Arrays.fill(block, 0);
            Arrays.fill(nextKey, 0);
        }
    }

    /** Adds to the state; the more unpredictable the better, but even known bytes do no harm. */
    void mix(byte[] bytes) {
        synchronized (lock) {
            int[] block = new int[BLOCK_WORDS];
            for (int from = 0; from < bytes.length; from += 4 * KEY_WORDS) {
                for (int i = from; i < Math.min(bytes.length, from + 4 * KEY_WORDS); i++) {
                    key[(i - from) / 4] ^= (bytes[i] & 0xff) << 8 * (i & 3);
                }
                next(block, 0);
                System.arraycopy(block, 0, key, 0, KEY_WORDS);
            }
        }
    }

    private void stir() {
        for (int i = 0; i < KEY_WORDS; i += 2) {
            long value = source.getAsLong() ^ (seeded ? 0 : seed.applyAsLong(i / 2));
            key[i] ^= (int) value;
            key[i + 1] ^= (int) (value >>> 32);
        }
        seeded = true;
    }

    /** One block of the ChaCha20 key stream with a zero nonce. */
    private void next(int[] block, int counter) {
        int[] start = new int[BLOCK_WORDS];
        start[0] = 0x61707865;
        start[1] = 0x3320646e;
        start[2] = 0x79622d32;
        start[3] = 0x6b206574;
        System.arraycopy(key, 0, start, 4, KEY_WORDS);
        start[12] = counter;
        System.arraycopy(start, 0, block, 0, BLOCK_WORDS);
        for (int round = 0; round < ROUNDS; round += 2) {
            for (int i = 0; i < 4; i++) {
                quarter(block, i, 4 + i, 8 + i, 12 + i);
            }
            for (int i = 0; i < 4; i++) {
                quarter(block, i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3));
            }
        }
        for (int i = 0; i < BLOCK_WORDS; i++) {
            block[i] += start[i];
        }
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[a] += x[b];
        x[d] = Integer.rotateLeft(x[d] ^ x[a], 16);
        x[c] += x[d];
        x[b] = Integer.rotateLeft(x[b] ^ x[c], 12);
        x[a] += x[b];
        x[d] = Integer.rotateLeft(x[d] ^ x[a], 8);
        x[c] += x[d];
        x[b] = Integer.rotateLeft(x[b] ^ x[c], 7);
    }
}
