package dev.ristretto.run.vmm;

/** How an instance ended. */
public sealed interface Outcome {

    /**
     * The application ended by itself or because it was asked to.
     *
     * @param status its exit status, 0 to 255
     */
    record Exited(int status) implements Outcome {}

    /**
     * The kernel could not go on and said so on the console.
     *
     * @param reason why, in one line; empty if it did not report a reason
     */
    record Panicked(String reason) implements Outcome {}

    /** {@link Instance#kill()} ended it. */
    record Killed() implements Outcome {}

    /**
     * The instance ended without a word from the kernel.
     *
     * @param detail what is known about it: the hypervisor's exit status, its reason and the end of its error output
     */
    record Died(String detail) implements Outcome {}
}
