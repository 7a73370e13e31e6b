package dev.ristretto.fleet.balancer;

/**
 * An instance that answers for a service.
 *
 * @param instance its name
 * @param port its port on the loopback address
 * @param draining whether it is about to go: it keeps what it has and gets nothing new
 */
public record Target(String instance, int port, boolean draining) {}
