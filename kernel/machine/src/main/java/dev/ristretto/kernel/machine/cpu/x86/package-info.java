/**
 * x86-64 processors: instructions, page table format, exceptions and the first frame of a thread. Assembly:
 * src/main/asm.
 */
@NullMarked
package dev.ristretto.kernel.machine.cpu.x86;

import org.jspecify.annotations.NullMarked;
