package dev.ristretto.fleet.daemon.limit;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A way in over TCP whose connections are kept in a table. */
public final class PeerConnector extends ServerConnector {

    /** One thread accepts and selects, so that no more is accepted than is looked after. */
    private static final int ACCEPTORS = 0;

    private final ConnectionTable table;

    /** A connector that does not listen yet. */
    public PeerConnector(Server server, ConnectionTable table, ConnectionFactory... factories) {
        super(server, ACCEPTORS, 1, factories);
        this.table = table;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        return new PeerConnection(table, channel, selector, key, getScheduler());
    }
}
