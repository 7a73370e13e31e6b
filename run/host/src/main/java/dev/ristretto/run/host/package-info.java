/**
 * What concerns the computer that everything runs on: its processes and programs, its ports, a user's folders, and
 * files that are replaced as a whole. Knows nothing of images and of what runs them.
 */
@NullMarked
package dev.ristretto.run.host;

import org.jspecify.annotations.NullMarked;
