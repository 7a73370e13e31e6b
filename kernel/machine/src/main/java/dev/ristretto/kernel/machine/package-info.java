/**
 * The only module that uses SubstrateVM internals, raw memory or assembly. Its packages from the lowest to the highest;
 * each uses those before it:
 *
 * <pre>
 * layout    the structures of the kernel in raw memory
 * traps     what happens, told upwards: C symbols that those above export
 * cpu.x86   instructions, page table format, exceptions
 * cpu       what every processor can do
 * platform.pc, platform.hosted   hardware; a process of Linux
 * platform  the machine, of whichever kind
 * power     the end: power-off and panic
 * memory    pages, address ranges, C heap
 * time      clock and timer heap
 * threads   scheduler, threads, events
 * console, io   for those above the machine
 * boot      from power-on to the main thread
 * messages  what exceptions say that the machine throws
 * runtime   the C names and hooks of SubstrateVM
 * </pre>
 *
 * <p>Above {@code platform} there is no word of x86 or of a backend.
 */
@NullMarked
package dev.ristretto.kernel.machine;

import org.jspecify.annotations.NullMarked;
