/**
 * What an image that is executed as a process and the host that locks it in both know of Linux on x86-64: the numbers
 * of its system calls, and how a filter of them is written. Linux never changes it.
 */
@NullMarked
package dev.ristretto.abi.linux;

import org.jspecify.annotations.NullMarked;
