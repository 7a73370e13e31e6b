package dev.ristretto.kernel.machine.layout.linux;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** A pthread_condattr_t: the clock of timed waits. */
@RawStructure
public interface ConditionAttributesPointer extends PointerBase {
    @RawField
    int getClock();

    @RawField
    void setClock(int value);
}
