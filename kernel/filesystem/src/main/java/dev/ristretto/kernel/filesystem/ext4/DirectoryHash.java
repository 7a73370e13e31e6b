package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;

/** The hash of a name in a directory's index (section 4.2.2): of one of three kinds, the lowest bit is always 0. */
final class DirectoryHash {
    private static final int HALF_MD4 = 1;
    private static final int TEA = 2;
    /** Versions that take bytes as numbers without a sign are as much higher. */
    private static final int UNSIGNED = 3;

    private static final int K2 = 0x5A82_7999;
    private static final int K3 = 0x6ED9_EBA1;
    private static final int DELTA = 0x9E37_79B9;
    private static final int LAST = 0x7FFF_FFFF;

    private final int version;
    private final boolean unsigned;
    private final int[] seed;

    private DirectoryHash(int version, boolean unsigned, int[] seed) {
        this.version = version;
        this.unsigned = unsigned;
        this.seed = seed;
    }

    /** The hash of an index that says it has that version; CORRUPT if there is none. */
    static DirectoryHash of(int version, Ext4Superblock superblock) throws FileFault {
        if (version > TEA + UNSIGNED) {
            throw Metadata.corrupt("a directory's index has the unknown hash " + version);
        }
        int[] seed = {0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476};
        int any = 0;
        for (int i = 0; i < seed.length; i++) {
            any |= superblock.hashSeed(i);
        }
        for (int i = 0; i < seed.length && any != 0; i++) {
            seed[i] = superblock.hashSeed(i);
        }
        boolean unsigned = version >= UNSIGNED || superblock.unsignedHash();
        return new DirectoryHash(version % UNSIGNED, unsigned, seed);
    }

    /** The hash of a name, as a number without a sign. */
    long of(byte[] name) {
        int[] state = seed.clone();
        int hash = switch (version) {
            case HALF_MD4 -> {
                for (int at = 0; at < name.length; at += 32) {
                    halfMd4(state, words(name, at, 8));
                }
                yield state[1];
            }
            case TEA -> {
                for (int at = 0; at < name.length; at += 16) {
                    tea(state, words(name, at, 4));
                }
                yield state[0];
            }
            default -> legacy(name);
        };
        long even = hash & 0xFFFF_FFFEL;
        return even == (LAST & 0xFFFF_FFFFL) << 1 ? (LAST - 1L) << 1 : even;
    }

    private int letter(byte one) {
        return unsigned ? one & 0xFF : one;
    }

    private int legacy(byte[] name) {
        int hash0 = 0x12A3_FE2D;
        int hash1 = 0x37AB_E8F9;
        for (byte one : name) {
            int hash = hash1 + (hash0 ^ letter(one) * 7_152_373);
            if (hash < 0) {
                hash -= LAST;
            }
            hash1 = hash0;
            hash0 = hash;
        }
        return hash0 << 1;
    }

    /** The letters from {@code at} on, four in a word; the rest is filled with the number of letters. */
    private int[] words(byte[] name, int at, int count) {
        int[] words = new int[count];
        int left = name.length - at;
        int fill = left | left << 8;
        fill |= fill << 16;
        int length = Math.min(left, count * Integer.BYTES);
        int word = fill;
        int next = 0;
        for (int i = 0; i < length; i++) {
            word = letter(name[at + i]) + (word << 8);
            if (i % Integer.BYTES == Integer.BYTES - 1) {
                words[next++] = word;
                word = fill;
            }
        }
        for (; next < count; next++) {
            words[next] = word;
            word = fill;
        }
        return words;
    }

    private static void tea(int[] state, int[] in) {
        int b0 = state[0];
        int b1 = state[1];
        int sum = 0;
        for (int round = 0; round < 16; round++) {
            sum += DELTA;
            b0 += (b1 << 4) + in[0] ^ b1 + sum ^ (b1 >>> 5) + in[1];
            b1 += (b0 << 4) + in[2] ^ b0 + sum ^ (b0 >>> 5) + in[3];
        }
        state[0] += b0;
        state[1] += b1;
    }

    private static void halfMd4(int[] state, int[] in) {
        int[] s = state.clone();
        int[][] order = {{0, 1, 2, 3, 4, 5, 6, 7}, {1, 3, 5, 7, 0, 2, 4, 6}, {3, 7, 2, 6, 1, 5, 0, 4}};
        int[][] turns = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
        int[] constants = {0, K2, K3};
        for (int round = 0; round < 3; round++) {
            for (int step = 0; step < 8; step++) {
                // The registers change places from step to step: a, d, c, b.
                int a = (4 - step) & 3;
                int x = s[(a + 1) & 3];
                int y = s[(a + 2) & 3];
                int z = s[(a + 3) & 3];
                int mixed = switch (round) {
                    case 0 -> z ^ x & (y ^ z);
                    case 1 -> (x & y) + ((x ^ y) & z);
                    default -> x ^ y ^ z;
                };
                int sum = s[a] + mixed + in[order[round][step]] + constants[round];
                s[a] = Integer.rotateLeft(sum, turns[round][step & 3]);
            }
        }
        for (int i = 0; i < s.length; i++) {
            state[i] += s[i];
        }
    }
}
