/** The natives of java.io: files by path and by descriptor. */
package dev.ristretto.kernel.personality.jdk.io;
