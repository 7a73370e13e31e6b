/** What daemon and clients say to each other, as JSON over HTTP on a Unix socket. */
@NullMarked
package dev.ristretto.fleet.api;

import org.jspecify.annotations.NullMarked;
