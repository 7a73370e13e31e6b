package dev.ristretto.kernel.machine.layout;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** What the assembly knows of a CPU's block. All but its address matters only where the kernel is a process. */
@RawStructure
public interface CpuContextPointer extends PointerBase {
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
}
