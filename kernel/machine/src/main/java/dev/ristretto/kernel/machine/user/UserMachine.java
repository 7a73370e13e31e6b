package dev.ristretto.kernel.machine.user;

import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.memory.PageTableLock;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.threads.ProcessorTime;
import dev.ristretto.kernel.machine.threads.Threads;
import org.graalvm.word.WordFactory;

/** What programs want to know of the machine. Times are nanoseconds of a processor. */
public final class UserMachine {
    private UserMachine() {}

    /** What they are told of the processor at their start (AT_HWCAP). */
    public static long hardwareCapabilities() {
        return Cpu.hardwareCapabilities();
    }

    /** How many bytes of memory there are for programs and for the kernel that serves them. */
    public static long memory() {
        return PhysicalPages.size() + PhysicalPages.spareBytes();
    }

    /** The running thread, by which {@link #processorTime} knows it until it ends. */
    public static long currentThread() {
        return Threads.current().rawValue();
    }

    /** The number of the processor that the calling thread runs on now. */
    public static int currentProcessor() {
        return Processors.current();
    }

    /** Returns once each processor that runs a program has seen what the caller had written, and written its own. */
    public static void synchronizeProcessors() {
        PageTableLock.synchronizeProcessors();
    }

    /** How long a thread has run that has not ended. */
    public static long processorTime(long thread) {
        ThreadPointer pointer = WordFactory.pointer(thread);
        return ProcessorTime.of(pointer);
    }

    /** How long all threads have run, those that have ended too. */
    public static long processorTime() {
        return ProcessorTime.ofAll();
    }
}
