package dev.ristretto.kernel.machine.layout.x86;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** Counters at one moment: time stamps, the timer that is measured, the chip it is measured against. */
@RawStructure
public interface ClockSamplePointer extends PointerBase {
    @RawField
    long getTimestamp();

    @RawField
    void setTimestamp(long value);

    @RawField
    long getTimer();

    @RawField
    void setTimer(long value);

    @RawField
    long getChip();

    @RawField
    void setChip(long value);
}
