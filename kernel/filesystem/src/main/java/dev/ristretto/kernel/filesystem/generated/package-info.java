/** Files whose content is made when they are opened, such as those of /proc. */
@NullMarked
package dev.ristretto.kernel.filesystem.generated;

import org.jspecify.annotations.NullMarked;
