/**
 * Application to bootable image: find what to run, compile it ahead of time, link it with the kernel, pack and store it.
 *
 * <p>{@link dev.ristretto.image.Builder} is the way in; everything here is a library without terminal or process exit.
 */
@NullMarked
package dev.ristretto.image;

import org.jspecify.annotations.NullMarked;
