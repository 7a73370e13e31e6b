/** Processes of programs and their threads: how they run in ring 3, begin and end, and the calls about them. */
@NullMarked
package dev.ristretto.kernel.personality.linux.thread;

import org.jspecify.annotations.NullMarked;
