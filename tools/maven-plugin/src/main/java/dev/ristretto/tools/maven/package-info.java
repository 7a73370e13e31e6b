/**
 * The Maven plugin: hands a project's class path, as Maven has resolved it, to the command {@code ristretto}, which
 * runs on a JDK of its own. Compiled for Java 8, because Maven runs on the developer's JDK.
 */
@NullMarked
package dev.ristretto.tools.maven;

import org.jspecify.annotations.NullMarked;
