package dev.ristretto.kernel.network.ip;

/**
 * SipHash-2-4 of two words under a secret key: a keyed function that outsiders cannot predict (as RFC 6528 section 3
 * asks for).
 */
public final class SipHash {
    private final long key0;
    private final long key1;

    /** The function under a key of two random words. */
    public SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** The hash of two words. */
    public long hash(long first, long second) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        for (int i = 0; i < 4; i++) {
            // Two words of input, the length word (16 bytes), then the finish.
            long word = i == 0 ? first : i == 1 ? second : i == 2 ? 16L << 56 : 0;
            if (i == 3) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            int rounds = i == 3 ? 4 : 2;
            for (int round = 0; round < rounds; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
