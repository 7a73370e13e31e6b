package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.personality.linux.call.MachineFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pseudo-files tell of the instance. Safe for use by several threads; each answer is as of now. */
public interface SystemFacts extends MachineFacts {
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

    /** The line of /proc/version, without its end. */
    String version();

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
