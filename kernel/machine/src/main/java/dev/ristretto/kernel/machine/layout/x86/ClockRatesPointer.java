package dev.ristretto.kernel.machine.layout.x86;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** Fixed-point numbers with 32 fraction bits. */
@RawStructure
public interface ClockRatesPointer extends PointerBase {
    /** Nanoseconds a tick of the time-stamp counter. */
    @RawField
    long getNanosPerTick();

    @RawField
    void setNanosPerTick(long value);

    @RawField
    long getTicksPerNano();

    @RawField
    void setTicksPerNano(long value);

    /** Counts of the local APIC's timer a nanosecond. */
    @RawField
    long getCountsPerNano();

    @RawField
    void setCountsPerNano(long value);
}
