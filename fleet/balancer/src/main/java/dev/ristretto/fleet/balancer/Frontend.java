package dev.ristretto.fleet.balancer;

import java.io.IOException;

/** Takes in what comes to the port of a service. Closing ends listening; what has come goes on. */
interface Frontend extends AutoCloseable {

    /** The port that is listened on. */
    int port();

    @Override
    void close() throws IOException;
}
