/** Commands about volumes. */
@NullMarked
package dev.ristretto.tools.cli.volume;

import org.jspecify.annotations.NullMarked;
