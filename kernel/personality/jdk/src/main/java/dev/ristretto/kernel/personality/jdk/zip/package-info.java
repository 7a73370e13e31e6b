/** The natives of java.util.zip. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.zip;

import org.jspecify.annotations.NullMarked;
