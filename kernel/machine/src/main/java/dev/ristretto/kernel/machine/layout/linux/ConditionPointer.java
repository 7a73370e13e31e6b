package dev.ristretto.kernel.machine.layout.linux;

import dev.ristretto.kernel.machine.layout.WaitQueuePointer;
import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;

/** A pthread_cond_t: who waits, and the clock of timed waits. All-zero is one that uses the wall clock. */
@RawStructure
public interface ConditionPointer extends WaitQueuePointer {
    @RawField
    int getClock();

    @RawField
    void setClock(int value);
}
