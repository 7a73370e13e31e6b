/** The natives of java.net: addresses, names, interfaces. */
package dev.ristretto.kernel.personality.jdk.net;
