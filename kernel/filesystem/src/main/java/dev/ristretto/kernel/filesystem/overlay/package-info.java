/**
 * A volume that can be changed, made of one that cannot and one that has what was changed: the union that Linux's
 * kernel documentation describes as "Overlay Filesystem".
 */
@NullMarked
package dev.ristretto.kernel.filesystem.overlay;

import org.jspecify.annotations.NullMarked;
