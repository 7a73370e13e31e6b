package dev.ristretto.run.vmm.qemu;

import java.util.Locale;

/** The kind of virtual computer. */
enum MachineType {
    /** Minimal: virtio devices over memory-mapped registers, no PCI, boots fastest. */
    MICROVM,
    /** A PC with a PCI Express bus, as most hypervisors and clouds offer. */
    Q35;

    /** As it is written on command lines. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
