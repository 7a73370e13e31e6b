/** Services: sets of replicas behind one address, rolled out, scaled and brought back. */
@NullMarked
package dev.ristretto.fleet.daemon.service;

import org.jspecify.annotations.NullMarked;
