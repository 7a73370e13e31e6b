package dev.ristretto.abi;

/**
 * Where an image lies in memory; linker, boot code and kernel agree on it, and hosts recognise what they can execute by
 * it.
 */
public final class AddressBases {

    /** Physical address an image is loaded at: right above the first mebibyte, which firmware and hypervisors use. */
    public static final long LOAD = 0x100000;

    /** Virtual minus physical address of everything but the boot parts, which run where they are loaded. */
    public static final long IMAGE = 0x0000_1000_0000_0000L;

    /** Virtual minus physical address of all memory, mapped once more for the kernel's own use. */
    public static final long DIRECT_MAP = 0x0000_1800_0000_0000L;

    private AddressBases() {}
}
