/**
 * The devices of an instance: which there are, and the random numbers that one of them gives.
 *
 * <p>Drivers are found lazily, so an image that never asks for a device does not contain its driver. They stand in
 * packages of their own; this one knows them all, and they do not know it.
 */
@NullMarked
package dev.ristretto.kernel.device;

import org.jspecify.annotations.NullMarked;
