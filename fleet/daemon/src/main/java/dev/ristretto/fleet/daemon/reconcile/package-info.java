/** Loops that bring state machines to their desired state, a step at a time. */
@NullMarked
package dev.ristretto.fleet.daemon.reconcile;

import org.jspecify.annotations.NullMarked;
