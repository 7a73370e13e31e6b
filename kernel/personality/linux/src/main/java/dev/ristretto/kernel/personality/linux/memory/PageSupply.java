package dev.ristretto.kernel.personality.linux.memory;

/** Who brings the pages of a program that are not there yet. */
@FunctionalInterface
public interface PageSupply {
    /**
     * Sees to it that an address can be touched.
     *
     * @param address any
     * @param write whether it is to be written to
     * @return whether it can be touched now
     */
    boolean supply(long address, boolean write);
}
