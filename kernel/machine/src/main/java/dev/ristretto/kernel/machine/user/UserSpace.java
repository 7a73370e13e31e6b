package dev.ristretto.kernel.machine.user;

import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.PageAccess;

/**
 * The memory of a process in ring 3 as the processor sees it: pages and what may be done with them, bits of
 * {@link PageAccess}. What is where, and why, is its owner's to know.
 *
 * <p>Addresses that are said to be of pages, and lengths of ranges, are multiples of {@link #PAGE} and lie in a part
 * that programs may have ({@link #isAllowed}); whoever calls has checked that. Addresses of copies are a program's and
 * may be anything. Safe for use by several threads.
 */
public interface UserSpace extends AutoCloseable {
    long PAGE = 4096;

    /** The parts of the address space that programs may have; the kernel lies between. */
    long LOWEST = 0x1_0000L;

    long LOW_END = AddressSpace.IMAGE;
    long HIGH_START = 0x7000_0000_0000L;
    long HIGH_END = 0x7fff_ffff_f000L;

    /** Whether programs may have all of a range. */
    static boolean isAllowed(long start, long bytes) {
        return bytes >= 0
                && (start >= LOWEST && start <= LOW_END && bytes <= LOW_END - start
                        || start >= HIGH_START && start <= HIGH_END && bytes <= HIGH_END - start);
    }

    /**
     * Backs a page with a fresh one, zeroed but for its first bytes; nothing must be there yet.
     *
     * @param content what it begins with
     * @param length how many bytes of that, 0 to {@link #PAGE}
     * @return false if there is no memory
     */
    boolean back(long page, int access, byte[] content, int length);

    /**
     * Gives an address, which has no page, the one that another address has: both see what is written to either. A page
     * goes when the last address gives it back.
     *
     * @param owner whose address that is: this space, or another one of the same machine
     * @return false if there is no memory
     */
    boolean share(long page, UserSpace owner, long existing, int access);

    /**
     * Gives another space of the same machine, which has nothing there, those pages of a range that are there.
     *
     * @param copied whether neither may write to them until it has called {@link #own} for each; else both see what
     *     either writes
     * @return false if there is no memory, when a part may have been given
     */
    boolean shareWith(UserSpace other, long start, long bytes, boolean copied);

    /**
     * Makes a page, which must be there, its own: others that have it keep it as it is. If they are gone it is not
     * copied.
     *
     * @return false if there is no memory
     */
    boolean own(long page, int access);

    /** Whether there is a page, also one of which nothing may be touched. */
    boolean isBacked(long page);

    /**
     * Changes what may be done with those pages of a range that are there and private. One that another address has or
     * has had too does not become writable so: that is for {@link #own} to do.
     */
    void protect(long start, long bytes, int access);

    /** Changes what may be done with those pages of a range that are there and that all who have them are to see. */
    void protectShared(long start, long bytes, int access);

    /** Gives back those pages of a range that are there. */
    void release(long start, long bytes);

    /**
     * Moves those pages of a range that are there to another range, where none are; false if there is no memory, when
     * all are where they were.
     */
    boolean move(long from, long bytes, long to);

    /**
     * Copies out of a program's memory, up to the first page that it may not read.
     *
     * @return how many bytes were copied
     */
    int read(long address, byte[] target, int offset, int length);

    /**
     * Copies into a program's memory, up to the first page that it may not write to.
     *
     * @return how many bytes were copied
     */
    int write(long address, byte[] source, int offset, int length);

    /**
     * Compares a word of four bytes and exchanges it if it is what was expected, in one step as all threads see it.
     *
     * @param address a multiple of four
     * @return the word as it was, from 0 to 2<sup>32</sup>-1; -1 if the program may not write to it
     */
    long compareAndExchange(long address, int expected, int value);

    /** How many bytes are behind all pages together. */
    long bytes();

    /** How many bytes programs can still get. */
    long freeBytes();

    /** The memory of another process of the same machine, with nothing in it. */
    UserSpace newSpace();

    /** Gives back all pages; no thread of the process may go to ring 3 any more. */
    @Override
    void close();

    /** Registers of a new thread of this process, all zero. */
    UserContext newContext();
}
