/**
 * The fleet's memory: one SQLite file, in which every change is a transaction together with the event that tells about
 * it.
 */
@NullMarked
package dev.ristretto.fleet.daemon.store;

import org.jspecify.annotations.NullMarked;
