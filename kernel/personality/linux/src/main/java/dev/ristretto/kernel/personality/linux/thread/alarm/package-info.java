/** Timers of programs (setitimer(2), timer_create(2)). */
@NullMarked
package dev.ristretto.kernel.personality.linux.thread.alarm;

import org.jspecify.annotations.NullMarked;
