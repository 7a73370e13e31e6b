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

    private final long addressSpace;
    private final long openFiles;

    private Limits(long addressSpace, long openFiles) {
        this.addressSpace = addressSpace;
        this.openFiles = openFiles;
    }

    /** Of an image, which has its console, report and network open. */
    static Limits of(long mappedBytes) {
        return new Limits(mappedBytes + REST, 16);
    }

    /** Of a hypervisor, whose emulator has up to 1 GiB of code and a stack for each thread. */
    static Limits ofHypervisor(long guestBytes) {
        return new Limits(guestBytes + (4L << 30), 256);
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
