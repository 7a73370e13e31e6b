/**
 * The backend for a process of Linux: the same image, started by execve instead of a boot protocol.
 *
 * <p>One host thread is the CPU, signals are its interrupts and exceptions, mmap is its memory management unit. Only
 * system calls, no C library; {@link dev.ristretto.kernel.machine.platform.hosted.HostCalls} makes them all.
 */
@NullMarked
package dev.ristretto.kernel.machine.platform.hosted;

import org.jspecify.annotations.NullMarked;
