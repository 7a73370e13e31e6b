package dev.ristretto.kernel.machine.layout;

import dev.ristretto.abi.VolumePlace;

/** Whether this kernel can have volumes: without, it has neither disks nor their formats in it. */
public final class VolumeSupport {
    /** Settled when the kernel is compiled. */
    public static final boolean INCLUDED = Boolean.getBoolean(VolumePlace.SUPPORT_PROPERTY);

    private VolumeSupport() {}
}
