package dev.ristretto.abi;

/**
 * What a kernel counts for whoever runs it: 64-bit little-endian words in its memory, which a hypervisor reads there
 * without the guest noticing. {@link Report#COUNTERS} tells where they are. Values are offsets in bytes unless said
 * otherwise.
 */
public final class Counters {

    /** The value of the word at 0 once the others are valid: the letters RISTCTR1. */
    public static final long MAGIC = 0x3152_5443_5453_4952L;

    /** Nanoseconds from the kernel's first instruction to the application's main. */
    public static final int BOOT_NANOS = 8;

    /** Ethernet frames received; the word behind has their bytes, headers included. */
    public static final int RECEIVED = 16;

    /** Ethernet frames given to the network card; the word behind has their bytes, headers included. */
    public static final int SENT = 32;

    /** Length of the block. */
    public static final int SIZE = 48;

    private Counters() {}
}
