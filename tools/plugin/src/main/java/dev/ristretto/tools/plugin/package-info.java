/**
 * What the plugins of Maven and Gradle share: the words that the command {@code ristretto} is given for a project. For
 * Java 8, because build tools run on the developer's JDK; the command has a JDK of its own.
 */
@NullMarked
package dev.ristretto.tools.plugin;

import org.jspecify.annotations.NullMarked;
