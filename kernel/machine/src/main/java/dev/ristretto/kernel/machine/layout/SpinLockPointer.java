package dev.ristretto.kernel.machine.layout;

import org.graalvm.word.PointerBase;

/** A lock of four zeroed bytes that is held with interrupts off. */
public interface SpinLockPointer extends PointerBase {
    /** Bytes of what it points to. */
    int SIZE = 8;
}
