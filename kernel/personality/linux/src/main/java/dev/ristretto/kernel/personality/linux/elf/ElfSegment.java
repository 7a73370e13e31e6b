package dev.ristretto.kernel.personality.linux.elf;

/**
 * A part of a file that is loaded (PT_LOAD); all numbers are bytes and have been checked.
 *
 * @param address where it is wanted, before it is moved
 * @param offset in the file
 * @param fileLength how much of it is in the file
 * @param length how much memory it needs; what the file does not have is zero
 * @param protection bits of {@link dev.ristretto.kernel.machine.layout.PageAccess}
 */
public record ElfSegment(long address, long offset, long fileLength, long length, int protection) {
    long end() {
        return address + length;
    }
}
