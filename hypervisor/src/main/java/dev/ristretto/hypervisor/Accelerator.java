package dev.ristretto.hypervisor;

/** How guest instructions are executed. */
public enum Accelerator {
    /** KVM if it really works on this host, else emulation. */
    AUTO,
    /** The processor's virtualization, through Linux. */
    KVM,
    /** Emulation in software: works everywhere, several times slower. */
    TCG
}
