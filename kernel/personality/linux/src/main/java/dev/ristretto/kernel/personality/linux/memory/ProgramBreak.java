package dev.ristretto.kernel.personality.linux.memory;

/** The memory behind a program's own that it lengthens and shortens by brk(2). */
final class ProgramBreak {
    private long start;
    private long end;

    long start() {
        return start;
    }

    /** Where it ends now; any address. */
    long end() {
        return end;
    }

    void begin(long address) {
        start = address;
        end = address;
    }

    void copyFrom(ProgramBreak other) {
        start = other.start;
        end = other.end;
    }

    void setEnd(long address) {
        end = address;
    }

    /** Whether an area is a part of it. */
    boolean has(MemoryArea area) {
        return end > start && area.isPlain() && area.start() <= end && area.end() >= start;
    }
}
