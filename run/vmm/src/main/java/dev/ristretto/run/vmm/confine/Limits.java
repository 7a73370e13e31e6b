package dev.ristretto.run.vmm.confine;

import dev.ristretto.abi.linux.SystemCalls;

/** Limits of resources that a program cannot raise again (setrlimit(2)). */
final class Limits {

    private static final int CORE_SIZE = 4;
    private static final int OPEN_FILES = 7;
    private static final int LOCKED_MEMORY = 8;
    private static final int ADDRESS_SPACE = 9;
    private static final int MESSAGE_QUEUES = 12;

    /** Stacks, what Linux itself maps, and tables. */
    private static final long REST = 64L << 20;

    /** A stack for each processor's signals. */
    private static final long PROCESSOR = 1L << 20;

    /** The emulator, with up to 1 GiB of code. */
    private static final long EMULATOR = 4L << 30;

    /** A stack of 8 MiB, what the C library sets aside for a thread's own blocks (128 MiB), and tables of pages. */
    private static final long EMULATED_PROCESSOR = 256L << 20;

    /** Of a processor, and of what KVM counts about it. */
    private static final int PROCESSOR_FILES = 2;

    private final long addressSpace;
    private final long openFiles;

    private Limits(long addressSpace, long openFiles) {
        this.addressSpace = addressSpace;
        this.openFiles = openFiles;
    }

    /** Of an image, which has its console, report and network open. */
    static Limits of(long mappedBytes, int processors) {
        return new Limits(mappedBytes + REST + processors * PROCESSOR, 16);
    }

    /** Of a hypervisor, in which each processor of the guest is a thread. */
    static Limits ofHypervisor(long guestBytes, int processors) {
        return new Limits(
                guestBytes + EMULATOR + processors * EMULATED_PROCESSOR, 256 + (long) processors * PROCESSOR_FILES);
    }

    void addTo(LaunchScript script) {
        limit(script, CORE_SIZE, 0);
        limit(script, OPEN_FILES, openFiles);
        limit(script, LOCKED_MEMORY, 0);
        limit(script, MESSAGE_QUEUES, 0);
        limit(script, ADDRESS_SPACE, addressSpace);
    }

    private static void limit(LaunchScript script, int resource, long most) {
        script.call("a limit", SystemCalls.SETRLIMIT, resource, script.words(most, most));
    }
}
