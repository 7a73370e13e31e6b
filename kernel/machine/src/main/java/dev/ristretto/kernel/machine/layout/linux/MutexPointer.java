package dev.ristretto.kernel.machine.layout.linux;

import org.graalvm.word.PointerBase;

/** A pthread_mutex_t, which is {@link MutexBlock}. */
public interface MutexPointer extends PointerBase {}
