/** The operations of the API, and the document that describes them. */
@NullMarked
package dev.ristretto.fleet.daemon.routes;

import org.jspecify.annotations.NullMarked;
