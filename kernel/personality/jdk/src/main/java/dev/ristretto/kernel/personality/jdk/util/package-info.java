/** Methods of java.util and of security providers that the kernel does better than compiled Java would. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.util;

import org.jspecify.annotations.NullMarked;
