/**
 * A static linker for kernel images: relocatable ELF64 x86-64 objects in, one bootable ELF64 executable out.
 *
 * <p>It knows what the ahead-of-time compiler and the kernel's assembly produce, no more: no dynamic linking, no
 * thread-local storage, no archives. What it does not know is an error that names the object, section and symbol.
 * Source: System V ABI, AMD64 supplement 1.0, chapters 4 and 5.
 */
@NullMarked
package dev.ristretto.build.linker;

import org.jspecify.annotations.NullMarked;
