/**
 * From a path to an image in a store: finds what to run, compiles it ahead of time, links it with the kernel and
 * remembers the result.
 *
 * <p>{@link dev.ristretto.build.pipeline.Builder} is the way in; everything here is a library without terminal or
 * process exit.
 */
@NullMarked
package dev.ristretto.build.pipeline;

import org.jspecify.annotations.NullMarked;
