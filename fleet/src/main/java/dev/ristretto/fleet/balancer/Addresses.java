package dev.ristretto.fleet.balancer;

/** Where instances are. */
final class Addresses {

    static final String LOOPBACK = "127.0.0.1";

    private Addresses() {}
}
