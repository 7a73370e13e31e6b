package dev.ristretto.abi;

/**
 * The report channel, by which an image tells its host what becomes of it: lines of ASCII, each a word and a value.
 * Hosts ignore lines that they do not know and trust none.
 *
 * <p>In a virtual machine it is the port {@link Ports#REPORT}; as a process, the socket that {@link CommandLine#REPORT}
 * names.
 */
public final class Report {

    /** {@code exit=N}: the application's exit status, 0 to 255. */
    public static final String EXIT = "exit=";

    /** {@code panic=REASON}: the kernel could not go on; outweighs an exit status. */
    public static final String PANIC = "panic=";

    /**
     * {@code counters=ADDRESS}: physical address of the {@link Counters}, hexadecimal, told when main is about to
     * begin.
     */
    public static final String COUNTERS = "counters=";

    /**
     * {@code network-counters=ADDRESS}: physical address of the {@link NetworkCounterBlock}, hexadecimal, told before
     * {@link #COUNTERS}, so that whoever has read that line knows whether this one comes.
     */
    public static final String NETWORK_COUNTERS = "network-counters=";

    /** The exit status of a kernel that could not go on (EX_SOFTWARE of sysexits.h). */
    public static final int PANIC_STATUS = 70;

    /** The status of an instance that could not even begin. */
    public static final int CANNOT_START_STATUS = 125;

    private Report() {}
}
