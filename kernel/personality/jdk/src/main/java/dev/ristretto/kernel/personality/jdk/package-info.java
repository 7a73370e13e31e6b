/**
 * The JDK's front door: substitutions for the native methods of JDK 25, which call {@code posix} as ordinary Java.
 *
 * <p>What a native method takes and returns, and which exception it throws, is what the JDK's own C sources for Linux
 * do. A class named {@code Target_x_y_Z} stands for the class {@code x.y.Z} at build time and has no existence of its
 * own.
 */
@NullMarked
package dev.ristretto.kernel.personality.jdk;

import org.jspecify.annotations.NullMarked;
