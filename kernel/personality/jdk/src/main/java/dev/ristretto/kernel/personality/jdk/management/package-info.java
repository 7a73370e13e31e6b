/** What the platform's management beans ask of the virtual machine: threads, and the open descriptors. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.management;

import org.jspecify.annotations.NullMarked;
