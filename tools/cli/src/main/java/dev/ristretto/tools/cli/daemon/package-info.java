/** Commands of the daemon itself: its life, who may use it, where others are. */
@NullMarked
package dev.ristretto.tools.cli.daemon;

import org.jspecify.annotations.NullMarked;
