/**
 * Threads, who of them runs, and what they wait for.
 */
@NullMarked
package dev.ristretto.kernel.machine.threads;

import org.jspecify.annotations.NullMarked;
