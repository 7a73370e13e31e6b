/** The fleet: all instances and services of a user, with all that looks after them. */
@NullMarked
package dev.ristretto.fleet.daemon.control;

import org.jspecify.annotations.NullMarked;
