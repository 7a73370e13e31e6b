package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.daemon.limit.ApiBudget;
import dev.ristretto.fleet.daemon.limit.ConnectionTable;
import dev.ristretto.fleet.daemon.limit.FieldLimitedHttp;
import dev.ristretto.fleet.daemon.limit.PeerConnector;
import java.net.Inet6Address;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The daemon's ways in over TCP. They are opened while it runs. */
public final class NetworkListener {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final int BACKLOG = 1024;

    private final Server server;
    private final ApiBudget budget;
    private final ConnectionTable connections;

    /** The names that each may be called by. */
    private final Map<PeerConnector, List<String>> names = new ConcurrentHashMap<>();

    NetworkListener(Server server, ApiBudget budget) {
        this.server = server;
        this.budget = budget;
        connections = new ConnectionTable(budget, server.getScheduler(), server.getThreadPool());
        server.addBean(connections);
    }

    /**
     * Listens.
     *
     * @return the address as a URL without a path
     * @throws FleetException if it cannot be listened on
     */
    public String open(Listening listening) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        PeerConnector connector;
        List<String> known = LOOPBACK;
        if (listening.tls().isPresent()) {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            Listening.Tls files = listening.tls().get();
            tls.setKeyStore(Pem.keyStore(files.certificate(), files.key()));
            tls.setKeyStorePassword(Pem.PASSWORD);
            // Whoever calls us by another name than the certificate's is told so by HTTP, in words.
            configuration.addCustomizer(new SecureRequestCustomizer(false));
            connector = new PeerConnector(
                    server,
                    connections,
                    new SslConnectionFactory(tls, "http/1.1"),
                    new FieldLimitedHttp(configuration));
            known = Pem.names(files.certificate());
        } else {
            connector = new PeerConnector(server, connections, new FieldLimitedHttp(configuration));
        }
        connector.setHost(listening.address().getHostAddress());
        connector.setPort(listening.port());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(budget.patience().toMillis());
        names.put(connector, known);
        server.addConnector(connector);
        try {
            connector.start();
        } catch (Exception e) {
            server.removeConnector(connector);
            throw new FleetException(
                    Kind.FAILURE,
                    "The daemon cannot listen on " + listening.address().getHostAddress() + ":" + listening.port()
                            + ": " + e.getMessage(),
                    e);
        }
        String host = listening.address() instanceof Inet6Address six
                ? "[" + six.getHostAddress() + "]"
                : listening.address().getHostAddress();
        return (listening.tls().isPresent() ? "https://" : "http://") + host + ":" + connector.getLocalPort();
    }

    /** Lets nobody in until told otherwise, or lets those in who have waited. */
    void setAccepting(boolean accepting) {
        for (PeerConnector connector : names.keySet()) {
            if (connector.isRunning()) {
                connector.setAccepting(accepting);
            }
        }
    }

    /**
     * Checks that a request names the daemon by a name of its own: a foreign name that leads to this computer must not
     * open it to its pages (DNS rebinding).
     *
     * @throws RequestProblem if it does not
     */
    public void checkHost(Request request) {
        List<String> known = names.get(request.getConnectionMetaData().getConnector());
        String host = request.getHeaders().get(HttpHeader.HOST);
        String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        if (known != null && !known.contains(name)) {
            throw new RequestProblem(
                    HttpStatus.MISDIRECTED_REQUEST_421,
                    "The daemon is not called '" + name + "' here, but " + String.join(", ", known));
        }
    }
}
