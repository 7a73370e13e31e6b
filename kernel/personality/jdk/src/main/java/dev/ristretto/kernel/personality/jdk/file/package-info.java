/** The system calls of sun.nio.fs, on which java.nio.file is built. */
package dev.ristretto.kernel.personality.jdk.file;
