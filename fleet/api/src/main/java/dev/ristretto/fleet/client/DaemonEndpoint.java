package dev.ristretto.fleet.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where a daemon can be reached. Safe for use by several threads. */
interface DaemonEndpoint {

    /** A connection to it. */
    interface Connection extends Closeable {

        InputStream input() throws IOException;

        OutputStream output() throws IOException;
    }

    /** Connects. */
    Connection connect() throws IOException;

    /** What every request's header says to it, each line with its end. */
    String header();

    /** What it is called in messages, and what to do if it cannot be reached, in a second line. */
    String advice(String problem);
}
