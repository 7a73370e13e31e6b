package dev.ristretto.hypervisor;

/** The kind of virtual computer. */
public enum Machine {
    /** Minimal: virtio devices over memory-mapped registers, no PCI, boots fastest. */
    MICROVM,
    /** A PC with a PCI Express bus, as most hypervisors and clouds offer. */
    Q35
}
