/** The natives of java.net: addresses, names, interfaces. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.net;

import org.jspecify.annotations.NullMarked;
