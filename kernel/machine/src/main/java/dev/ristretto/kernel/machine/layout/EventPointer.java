package dev.ristretto.kernel.machine.layout;

import org.graalvm.word.PointerBase;

/** What an interrupt marks and a thread waits for, which is {@link EventBlock}. */
public interface EventPointer extends PointerBase {}
