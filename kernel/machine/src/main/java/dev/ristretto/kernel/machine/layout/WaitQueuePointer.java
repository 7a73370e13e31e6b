package dev.ristretto.kernel.machine.layout;

import org.graalvm.word.PointerBase;

/** A list of threads, which is {@link WaitQueueBlock}: the runnable ones, or who waits for one thing. */
public interface WaitQueuePointer extends PointerBase {}
