package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.posix.Credentials;

/**
 * Who is or was at the other end of a local socket (struct ucred of unix(7)).
 *
 * @param process the number of the process
 * @param owner its user and group
 */
public record PeerCredentials(int process, Credentials owner) {
    /** Nobody: what Linux says of a socket without a peer. */
    public static final PeerCredentials NOBODY = new PeerCredentials(0, new Credentials(-1, -1));
}
