package dev.ristretto.kernel.machine.layout;

import org.graalvm.word.PointerBase;

/** A kernel thread, which is {@link ThreadBlock}; also its pthread_t. */
public interface ThreadPointer extends PointerBase {}
