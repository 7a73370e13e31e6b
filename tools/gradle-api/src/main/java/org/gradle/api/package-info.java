/**
 * The part of Gradle's interface that the plugin is compiled against, written from Gradle's documentation ("Gradle DSL
 * Reference", the same from Gradle 4 to 9): Gradle itself publishes no artifact with its interface, and those that
 * others make of it have a hundred megabytes. Nobody gets this one: whoever uses the plugin has Gradle.
 */
@NullMarked
package org.gradle.api;

import org.jspecify.annotations.NullMarked;
