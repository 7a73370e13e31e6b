package dev.ristretto.kernel.machine.layout.linux;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** A pthread_attr_t. */
@RawStructure
public interface ThreadAttributesPointer extends PointerBase {
    @RawField
    long getStackSize();

    @RawField
    void setStackSize(long value);

    @RawField
    long getStackBase();

    @RawField
    void setStackBase(long value);
}
