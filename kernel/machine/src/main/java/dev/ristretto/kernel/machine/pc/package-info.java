/** The backend for x86-64 hardware, virtual (QEMU microvm, q35, Firecracker) or physical. */
package dev.ristretto.kernel.machine.pc;
