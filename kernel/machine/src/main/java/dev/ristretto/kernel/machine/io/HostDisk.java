package dev.ristretto.kernel.machine.io;

import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.machine.platform.PlatformDisks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A file of the host that is a disk of a process, or a socket that leads to a folder of the host. Its calls return when
 * the host has done them.
 */
public final class HostDisk {
    /** The position of whatever passes through a socket. */
    public static final long NO_POSITION = -1;

    private final int number;

    private HostDisk(int number) {
        this.number = number;
    }

    /** Those that the host of this process has handed over, in its order, disks first. */
    public static List<HostDisk> all() {
        List<HostDisk> disks = new ArrayList<>();
        for (int i = 0; i < PlatformDisks.count(); i++) {
            disks.add(new HostDisk(i));
        }
        return disks;
    }

    /** How many bytes it has. */
    public long size() {
        return PlatformDisks.size(number);
    }

    /** Reads up to {@code length} bytes to the start of {@code target}: how many, or an error number below zero. */
    public long read(RawMemory target, int length, long position) {
        Objects.checkFromIndexSize(0L, length, target.size());
        return PlatformDisks.read(number, target.address(), length, position);
    }

    /** Writes up to {@code length} bytes from the start of {@code source}: how many, or an error number below zero. */
    public long write(RawMemory source, int length, long position) {
        Objects.checkFromIndexSize(0L, length, source.size());
        return PlatformDisks.write(number, source.address(), length, position);
    }

    /** Returns when what was written would survive a power cut: 0, or an error number below zero. */
    public long flush() {
        return PlatformDisks.flush(number);
    }
}
