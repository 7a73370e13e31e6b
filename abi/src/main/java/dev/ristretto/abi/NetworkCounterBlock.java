package dev.ristretto.abi;

/**
 * What the network stack of an image counts for whoever runs it: 64-bit little-endian words in its memory, of which
 * {@link Report#NETWORK_COUNTERS} tells where they are. All are 0 until the network starts, which it does with the
 * first socket, and stay so in an image without one. Values are offsets in bytes unless said otherwise.
 *
 * <p>Counters are appended at the end: a host takes those that both it and the image know.
 */
public final class NetworkCounterBlock {

    /** The value of the word at 0 once the others are valid: the letters RISTNET1. */
    public static final long MAGIC = 0x3154_454e_5453_4952L;

    /** How many counters there are. */
    public static final int COUNT = 8;

    /** The first counter. */
    public static final int COUNTERS = 16;

    /** Length of the block, with room for counters to come. */
    public static final int SIZE = 1024;

    private NetworkCounterBlock() {}

    /** Where a counter is. */
    public static int offset(NetworkCounter counter) {
        return COUNTERS + counter.ordinal() * Long.BYTES;
    }
}
