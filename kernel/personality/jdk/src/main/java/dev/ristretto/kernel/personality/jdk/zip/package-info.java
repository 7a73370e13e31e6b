/** The natives of java.util.zip. */
package dev.ristretto.kernel.personality.jdk.zip;
