/**
 * What the sockets of all protocols have in common: their options, readiness and errors, ports, and the lock that they
 * share.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.socket;
