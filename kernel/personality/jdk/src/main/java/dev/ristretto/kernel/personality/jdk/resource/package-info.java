/** The class path as folders of the file system: the locations of resources, which tools of the JDK's users list. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.resource;

import org.jspecify.annotations.NullMarked;
