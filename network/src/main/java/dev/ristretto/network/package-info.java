/** The protocol stack: frames in, frames out, a clock passed in, no hidden threads. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.network;
