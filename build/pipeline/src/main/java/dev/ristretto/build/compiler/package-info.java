/** Runs the ahead-of-time compiler (SubstrateVM's image builder) as a child process: class path in, object file out. */
@NullMarked
package dev.ristretto.build.compiler;

import org.jspecify.annotations.NullMarked;
