package dev.ristretto.run.vmm.qemu;

import java.util.Locale;

/** How guest instructions are executed. */
enum Accelerator {
    /** KVM if it really works on this host, else emulation. */
    AUTO,
    /** The processor's virtualization, through Linux. */
    KVM,
    /** Emulation in software: works everywhere, several times slower. */
    TCG;

    /** As it is written on command lines. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
