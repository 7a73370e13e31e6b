package dev.ristretto.kernel.machine.platform;

import dev.ristretto.kernel.machine.platform.hosted.HostDisks;

/** Files that the host hands over as disks, and sockets that it hands over as ways to folders. */
public final class PlatformDisks {
    private PlatformDisks() {}

    /** How many of both there are, disks first; none where the machine has devices of its own. */
    public static int count() {
        return Platform.isHosted() ? HostDisks.count() : 0;
    }

    /** Bytes of a disk, below {@link #count}. */
    public static long size(int disk) {
        return HostDisks.size(disk);
    }

    /** Reads up to {@code bytes} of a disk: how many, or an error number below zero. */
    public static long read(int disk, long address, long bytes, long position) {
        return HostDisks.read(disk, address, bytes, position);
    }

    /** Writes up to {@code bytes} of a disk: how many, or an error number below zero. */
    public static long write(int disk, long address, long bytes, long position) {
        return HostDisks.write(disk, address, bytes, position);
    }

    /** Returns when what was written to a disk is durable: 0, or an error number below zero. */
    public static long flush(int disk) {
        return HostDisks.flush(disk);
    }
}
