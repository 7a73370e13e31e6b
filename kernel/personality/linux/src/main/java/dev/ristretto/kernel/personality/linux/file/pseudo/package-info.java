/** What Linux tells programs by files: /proc, /sys and /dev as far as programs look there. */
@NullMarked
package dev.ristretto.kernel.personality.linux.file.pseudo;

import org.jspecify.annotations.NullMarked;
