/**
 * The Gradle plugin: hands a project's class path, as Gradle has resolved it, to the command {@code ristretto}, which
 * runs on a JDK of its own. For Gradle 4 to 9.
 */
@NullMarked
package dev.ristretto.tools.gradle;

import org.jspecify.annotations.NullMarked;
