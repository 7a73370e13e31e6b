/** What an image is: names, digests, the manifest and its parts, configuration and report as they are stored. */
@NullMarked
package dev.ristretto.image.model;

import org.jspecify.annotations.NullMarked;
