/** The mechanism of the API: connections, who may ask, routes and parameters, answers. */
@NullMarked
package dev.ristretto.fleet.daemon.http;

import org.jspecify.annotations.NullMarked;
