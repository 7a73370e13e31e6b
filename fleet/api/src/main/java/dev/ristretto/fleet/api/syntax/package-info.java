/** The forms of names, labels, time lengths, restart policies, health checks and filters, which both sides read. */
@NullMarked
package dev.ristretto.fleet.api.syntax;

import org.jspecify.annotations.NullMarked;
