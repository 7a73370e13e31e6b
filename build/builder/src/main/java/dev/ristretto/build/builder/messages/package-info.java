/**
 * What was null: the texts of the machine's {@code NullPointerException}s, worked out while an image is built from the
 * class files that it is built of. Source: JEP 358.
 */
package dev.ristretto.build.builder.messages;
