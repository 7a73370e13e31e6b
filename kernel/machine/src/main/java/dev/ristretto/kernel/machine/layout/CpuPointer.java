package dev.ristretto.kernel.machine.layout;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;

/** The data that each CPU has for itself, in one block. */
@RawStructure
public interface CpuPointer extends CpuContextPointer {
    /** The flags of a CPU, as spin locks save them, with interrupts on. */
    int INTERRUPTS_ON = 0x200;

    /** Its number, from 0 on. */
    @RawField
    long getIndex();

    @RawField
    void setIndex(long value);

    /** Its number as interrupts are addressed, which the platform knows. */
    @RawField
    long getAddress();

    @RawField
    void setAddress(long value);

    /** Not zero while it halts and nobody has told it that there is work. The scheduler's lock guards it. */
    @RawField
    long getWaiting();

    @RawField
    void setWaiting(long value);

    /** Not zero while it halts and forgets pages before it does anything else, so that nobody waits for that. */
    @RawField
    long getLazy();

    @RawField
    void setLazy(long value);

    @RawField
    ThreadPointer getIdleThread();

    @RawField
    void setIdleThread(ThreadPointer value);

    /** The time at which this CPU's timer will fire; {@code Long.MAX_VALUE} when it is not armed. */
    @RawField
    long getArmed();

    @RawField
    void setArmed(long value);

    @RawField
    long getSliceEnd();

    @RawField
    void setSliceEnd(long value);

    /** Not zero when an interrupt made a thread runnable that should run at once. */
    @RawField
    long getPreempt();

    @RawField
    void setPreempt(long value);

    /** When the running thread was switched to. */
    @RawField
    long getSwitched();

    @RawField
    void setSwitched(long value);

    /** How long it has run threads other than the idle one until it was {@link #getSwitched}, in nanoseconds. */
    @RawField
    long getBusy();

    @RawField
    void setBusy(long value);
}
