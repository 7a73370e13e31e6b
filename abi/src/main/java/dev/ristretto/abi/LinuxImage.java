package dev.ristretto.abi;

/** What builds and the kernel agree on about images of unmodified Linux programs. */
public final class LinuxImage {
    /** The property by which a build says that its image runs programs of Linux in user mode. */
    public static final String PROPERTY = "ristretto.linux";

    /** The class whose main method starts the program that its arguments name: first its absolute path. */
    public static final String MAIN_CLASS = "dev.ristretto.kernel.personality.linux.LinuxMain";

    /** The variable of the environment that says the working directory in which the program starts. */
    public static final String DIRECTORY = "PWD";

    /** The property of an instance by which each system call of its programs is told on standard error. */
    public static final String TRACE = "ristretto.trace-calls";

    private LinuxImage() {}
}
