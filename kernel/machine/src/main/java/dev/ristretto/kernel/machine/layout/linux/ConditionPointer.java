package dev.ristretto.kernel.machine.layout.linux;

import org.graalvm.word.PointerBase;

/** A pthread_cond_t, which is {@link ConditionBlock}. */
public interface ConditionPointer extends PointerBase {}
