package dev.ristretto.fleet.daemon.http;

import java.io.IOException;
import org.eclipse.jetty.io.QuietException;

/**
 * The rest of a request does not arrive, or that of an answer is not taken: the client is gone, or was given up. There
 * is nobody to answer, and nothing to log.
 */
final class ClientGoneException extends IOException implements QuietException {

    private static final long serialVersionUID = 1L;

    ClientGoneException(IOException cause) {
        super(cause);
    }
}
