/**
 * Boot, physical pages, page tables, interrupts, clock, scheduler, locks, console and power-off.
 *
 * <p>The only package that may use SubstrateVM internals, raw memory or assembly.
 */
package dev.ristretto.kernel.machine;
