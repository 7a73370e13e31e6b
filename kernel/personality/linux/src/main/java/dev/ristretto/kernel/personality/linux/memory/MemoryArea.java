package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import org.jspecify.annotations.Nullable;

/**
 * A range of pages of which the same may be done and that have the same behind them.
 *
 * @param start of its first page
 * @param end behind its last one
 * @param protection what the program asked for, bits of {@link PageAccess}
 * @param growsDown whether it grows when somebody touches the pages before it: a stack
 * @param backing what is behind it; null for private memory
 * @param offset of {@code start} in that; 0 if there is none
 * @param inheritance what becomes of it when its process is copied
 */
record MemoryArea(
        long start,
        long end,
        int protection,
        boolean growsDown,
        @Nullable Backing backing,
        long offset,
        Inheritance inheritance) {

    long bytes() {
        return end - start;
    }

    /** The pages of shared memory without a file, if it is that. */
    @Nullable
    AnonymousPages anonymousPages() {
        return backing == null ? null : backing.anonymousPages();
    }

    boolean isShared() {
        return backing != null && backing.isShared();
    }

    @Nullable
    MappedFile file() {
        return backing == null ? null : backing.file();
    }

    @Nullable
    SharedPages sharedPages() {
        return backing == null ? null : backing.pages();
    }

    /** Private memory without a file. */
    boolean isPlain() {
        return backing == null;
    }

    /** Where an address of it lies in what is behind it. */
    long offsetOf(long address) {
        return offset + (address - start);
    }

    /** The number of the page of what is behind it, at an address. */
    long indexOf(long address) {
        return offsetOf(address) / UserSpace.PAGE;
    }

    /** What the processor is to allow: whatever may be touched at all may be read. */
    int access() {
        return protection == PageAccess.NONE ? PageAccess.NONE : protection | PageAccess.READ;
    }

    /** What it is to allow of pages whose changes have to be noticed. */
    int cleanAccess() {
        return access() & ~PageAccess.WRITE;
    }

    /** The part from an address on. */
    MemoryArea from(long address) {
        long newOffset = backing == null ? 0 : offsetOf(address);
        return new MemoryArea(address, end, protection, growsDown, backing, newOffset, inheritance);
    }

    /** The part before an address, or more if that lies behind the end. */
    MemoryArea upTo(long address) {
        return new MemoryArea(start, address, protection, growsDown, backing, offset, inheritance);
    }

    MemoryArea withProtection(int other) {
        return new MemoryArea(start, end, other, growsDown, backing, offset, inheritance);
    }

    MemoryArea withInheritance(Inheritance other) {
        return new MemoryArea(start, end, protection, growsDown, backing, offset, other);
    }

    /** The same elsewhere. */
    MemoryArea at(long otherStart, long otherEnd) {
        return new MemoryArea(otherStart, otherEnd, protection, growsDown, backing, offset, inheritance);
    }

    /** Whether {@code next} could as well be a part of this one. */
    boolean goesOnIn(MemoryArea next) {
        return end == next.start
                && protection == next.protection
                && inheritance == next.inheritance
                && !growsDown
                && !next.growsDown
                && backing == next.backing
                && (backing == null || offsetOf(end) == next.offset);
    }
}
