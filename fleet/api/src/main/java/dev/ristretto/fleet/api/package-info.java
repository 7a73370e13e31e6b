/** What daemon and clients say to each other, as JSON over HTTP. */
@NullMarked
package dev.ristretto.fleet.api;

import org.jspecify.annotations.NullMarked;
