/** The natives of java.lang: environment, process, end. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.lang;

import org.jspecify.annotations.NullMarked;
