package dev.ristretto.kernel.machine.layout;

import org.graalvm.word.PointerBase;

/** The registers of interrupted code, which are {@link TrapFrame}. */
public interface TrapFramePointer extends PointerBase {}
