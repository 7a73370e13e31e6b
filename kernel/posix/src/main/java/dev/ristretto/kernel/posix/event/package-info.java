/** What programs tell each other without bytes. */
@NullMarked
package dev.ristretto.kernel.posix.event;

import org.jspecify.annotations.NullMarked;
