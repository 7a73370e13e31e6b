/** A part of Gradle's interface; see {@link org.gradle.api}. */
@NullMarked
package org.gradle.api.plugins;

import org.jspecify.annotations.NullMarked;
