/**
 * The volumes of this computer: ext4 file systems in files, which outlive the instances that use them. Knows nothing of
 * what runs instances.
 */
@NullMarked
package dev.ristretto.run.volume;

import org.jspecify.annotations.NullMarked;
