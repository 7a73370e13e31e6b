package dev.ristretto.kernel.machine.layout;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** What the assembly knows of a CPU's block. Flags and what a signal interrupted matter only
 * where the kernel is a process. */
@RawStructure
public interface CpuContextPointer extends PointerBase {
    /** A {@link #getFlush} that leaves the root. */
    long FLUSH_ALL = 1;

    /** The address of the block itself. */
    @RawField
    CpuPointer getSelf();

    @RawField
    void setSelf(CpuPointer value);

    /** Not zero if the kernel is a process of another system. */
    @RawField
    int getHosted();

    @RawField
    void setHosted(int value);

    /** The interrupt flag of a CPU that is a host thread: not zero while interrupts are on. */
    @RawField
    int getInterrupts();

    @RawField
    void setInterrupts(int value);

    /** The interrupts, a bit each, that came while they were off. */
    @RawField
    int getPending();

    @RawField
    void setPending(int value);

    /** Where the code was that a signal interrupted. */
    @RawField
    long getResume();

    @RawField
    void setResume(long value);

    /** Where its stack was. */
    @RawField
    long getStack();

    @RawField
    void setStack(long value);

    /** The thread that runs on it. */
    @RawField
    ThreadPointer getCurrentThread();

    @RawField
    void setCurrentThread(ThreadPointer value);

    /**
     * What it is to forget of page tables: 0 nothing, {@link #FLUSH_ALL} all, else all and it reads those under this
     * root from now on. Others set it, with the lock of virtual memory.
     */
    @RawField
    long getFlush();

    @RawField
    void setFlush(long value);

    /** The root of the page tables that it reads, 0 as long as these are the kernel's own. */
    @RawField
    long getRoot();

    @RawField
    void setRoot(long value);

    /** The base of the segment register FS, which is that of the program that was in ring 3 last. */
    @RawField
    long getThreadPointer();

    @RawField
    void setThreadPointer(long value);

    /** The block of the thread that is in ring 3, or was last. */
    @RawField
    long getUserContext();

    @RawField
    void setUserContext(long value);

    /** Where its stack was, between the first instructions of a system call. */
    @RawField
    long getUserStack();

    @RawField
    void setUserStack(long value);
}
