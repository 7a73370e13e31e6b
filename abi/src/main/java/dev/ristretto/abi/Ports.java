package dev.ristretto.abi;

/** Ports of the x86 machine on which image and host meet beyond what a machine has anyway. */
public final class Ports {

    /** A byte written here goes to the {@link Report} (QEMU: {@code isa-debugcon}). */
    public static final int REPORT = 0xe9;

    /**
     * A byte written here is the guest's standard error, where the host keeps that apart from the console: what is read
     * here then is {@link #PRESENT} (QEMU: {@code isa-debugcon}).
     */
    public static final int ERRORS = 0xe8;

    /** What {@link #ERRORS} holds if there is such a port. */
    public static final int PRESENT = 0xe9;

    /**
     * A byte written here ends the hypervisor at once (QEMU: {@code isa-debug-exit}); the {@link Report} has said why.
     */
    public static final int EXIT = 0xf4;

    private Ports() {}
}
