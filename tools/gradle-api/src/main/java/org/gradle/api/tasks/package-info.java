/** A part of Gradle's interface; see {@link org.gradle.api}. */
@NullMarked
package org.gradle.api.tasks;

import org.jspecify.annotations.NullMarked;
