/** Parents and children among processes, their groups and sessions, and what becomes of those that have ended. */
@NullMarked
package dev.ristretto.kernel.personality.linux.thread.family;

import org.jspecify.annotations.NullMarked;
