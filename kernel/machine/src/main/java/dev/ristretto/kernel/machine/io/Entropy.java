package dev.ristretto.kernel.machine.io;

import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.platform.Platform;
import java.util.Arrays;

/**
 * Random bytes for keys: a ChaCha20 generator (RFC 8439 section 2.3) whose key is replaced by its own output at each
 * use, so that what it gave out cannot be computed from its state later.
 *
 * <p>The key starts from the processor's generator, its counter and what the host gives; a device may {@link #mix} in
 * more. The processor's generator is mixed in again at each request. Thread-safe.
 */
public final class Entropy {
    private static final int BLOCK_WORDS = 16;
    private static final int KEY_WORDS = 8;
    private static final int ROUNDS = 20;

    private static final int[] KEY = new int[KEY_WORDS];

    /** Guards the key; an object, since an array has no room for a monitor. */
    private static final Object LOCK = new Object();

    private static boolean seeded;

    private Entropy() {}

    /** Fills {@code target} with random bytes. */
    public static void fill(byte[] target) {
        synchronized (LOCK) {
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
            System.arraycopy(nextKey, 0, KEY, 0, KEY_WORDS);
            Arrays.fill(block, 0);
            Arrays.fill(nextKey, 0);
        }
    }

    /** Adds to the state; the more unpredictable the better, but even known bytes do no harm. */
    public static void mix(byte[] seed) {
        synchronized (LOCK) {
            int[] block = new int[BLOCK_WORDS];
            for (int from = 0; from < seed.length; from += 4 * KEY_WORDS) {
                for (int i = from; i < Math.min(seed.length, from + 4 * KEY_WORDS); i++) {
                    KEY[(i - from) / 4] ^= (seed[i] & 0xff) << 8 * (i & 3);
                }
                next(block, 0);
                System.arraycopy(block, 0, KEY, 0, KEY_WORDS);
            }
        }
    }

    private static void stir() {
        if (!seeded) {
            seeded = true;
            for (int i = 0; i < KEY_WORDS; i += 2) {
                KEY[i] ^= (int) Platform.seed(i / 2);
                KEY[i + 1] ^= (int) (Platform.seed(i / 2) >>> 32);
            }
        }
        for (int i = 0; i < KEY_WORDS; i += 2) {
            long value = Cpu.random() ^ Cpu.ticks();
            KEY[i] ^= (int) value;
            KEY[i + 1] ^= (int) (value >>> 32);
        }
    }

    /** One block of the ChaCha20 key stream with a zero nonce. */
    private static void next(int[] block, int counter) {
        int[] start = new int[BLOCK_WORDS];
        start[0] = 0x61707865;
        start[1] = 0x3320646e;
        start[2] = 0x79622d32;
        start[3] = 0x6b206574;
        System.arraycopy(KEY, 0, start, 4, KEY_WORDS);
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
