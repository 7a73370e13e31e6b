/** The system calls of sun.nio.fs, on which java.nio.file is built. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.file;

import org.jspecify.annotations.NullMarked;
