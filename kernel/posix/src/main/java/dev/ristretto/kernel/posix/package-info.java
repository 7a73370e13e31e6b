/**
 * File descriptors, open files, readiness (poll, epoll), pipes and sockets: one core, two front doors.
 *
 * <p>Plain Java over the {@code network} library: nothing here knows SubstrateVM, the machine or the JDK's natives. The
 * front door of the JDK is {@code dev.ristretto.kernel.personality.jdk}; numbers (errno, poll bits, socket options) are
 * those of Linux on x86-64, so that a system-call door can use them as they are.
 */
@NullMarked
package dev.ristretto.kernel.posix;

import org.jspecify.annotations.NullMarked;
