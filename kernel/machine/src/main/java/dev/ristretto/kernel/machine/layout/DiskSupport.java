package dev.ristretto.kernel.machine.layout;

import dev.ristretto.abi.VolumePlace;

/**
 * What this kernel can have on disks: without anything, it has neither drivers of disks nor formats in it. Settled when
 * the kernel is compiled.
 */
public final class DiskSupport {
    /** Volumes. */
    public static final boolean VOLUMES = Boolean.getBoolean(VolumePlace.SUPPORT_PROPERTY);

    /** Files of its own. */
    public static final boolean ROOT = Boolean.getBoolean(VolumePlace.ROOT_PROPERTY);

    /** Anything. */
    public static final boolean INCLUDED = VOLUMES || ROOT;

    private DiskSupport() {}
}
