package dev.ristretto.kernel.personality.linux.file.pseudo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pseudo-files tell of the instance. Safe for use by several threads; each answer is as of now. */
public interface SystemFacts {
    /** Bytes of memory that programs can have together. */
    long totalMemory();

    /** Bytes of it that nobody has. */
    long freeMemory();

    /** How many processors there are, 1 or more. */
    int processors();

    /** The processor's own name. */
    String processorModel();

    /** The processor's flags as /proc/cpuinfo names them, with spaces between them. */
    String processorFlags();

    /** Megahertz of the processors, 0 if that is not known. */
    long processorMegahertz();

    /** Nanoseconds since the start of the instance. */
    long uptime();

    /** Nanoseconds that all processors together were idle since then. */
    long idleTime();

    /** When the instance started, in seconds since 1970. */
    long startSecond();

    /** The name of the host. */
    String hostName();

    /** The release of Linux that uname(2) tells. */
    String release();

    /** The line of /proc/version, without its end. */
    String version();

    /** Fills an array with random bytes, without waiting. */
    void fillRandomly(byte[] target);

    /** How many processes and threads were ever made. */
    long threadsMade();

    /** The number of the process that asks: the one whose thread makes the call. */
    int currentProcess();

    /** The number of the thread that asks. */
    int currentThread();

    /** The numbers of all processes, in their order. */
    List<Integer> processes();

    /** What is known of a process, null if there is none of that number. */
    @Nullable
    ProcessFacts process(int number);
}
