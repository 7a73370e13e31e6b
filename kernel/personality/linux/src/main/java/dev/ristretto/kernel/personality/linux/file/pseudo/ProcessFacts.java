package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.posix.Process;
import java.util.List;

/** What pseudo-files tell of a process. Safe for use by several threads; each answer is as of now. */
public interface ProcessFacts {
    /** What posix keeps of it. */
    Process process();

    int number();

    /** The number of the process that made it, 0 if none did. */
    int parent();

    /** The numbers of its group and its session. */
    int group();

    int session();

    /** The absolute path of its program. */
    String executable();

    List<String> arguments();

    /** Its environment as it was at its start, as NAME=VALUE. */
    List<String> environment();

    /** Its auxiliary vector as it lies on its stack. */
    byte[] auxiliaryVector();

    /** The numbers of its threads, in their order. */
    List<Integer> threads();

    /** The name of one of its threads, at most 15 bytes (PR_SET_NAME); of the process for a number that is none. */
    String threadName(int thread);

    /** What a thread does, as /proc/PID/stat tells it: R, S; Z of a process that has ended. */
    char state(int thread);

    /** Nanoseconds of processor time, of all its threads. */
    long processorTime();

    /** Nanoseconds from the start of the instance to its own. */
    long startTime();

    /** Bytes of its address space, and those of them that are in memory. */
    long virtualBytes();

    long residentBytes();

    /** The text of /proc/PID/maps. */
    String maps();

    /** The most bytes of its stack, and the most descriptors. */
    long stackLimit();

    long descriptorLimit();
}
