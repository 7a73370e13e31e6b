/** The natives of java.lang: environment, process, end. */
package dev.ristretto.kernel.personality.jdk.lang;
