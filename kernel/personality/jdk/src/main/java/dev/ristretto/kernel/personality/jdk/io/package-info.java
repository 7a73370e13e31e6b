/** The natives of java.io: files by path and by descriptor. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.io;

import org.jspecify.annotations.NullMarked;
