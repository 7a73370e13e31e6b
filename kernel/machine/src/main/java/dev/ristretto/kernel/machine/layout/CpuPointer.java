package dev.ristretto.kernel.machine.layout;

import org.graalvm.word.PointerBase;

/** The data that a CPU has for itself, which is {@link CpuBlock}. */
public interface CpuPointer extends PointerBase {}
