package dev.ristretto.fleet.balancer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server for all services whose requests are spread; started by the first. Not safe for use by several
 * threads.
 */
final class HttpFrontend {

    private static final Logger LOG = System.getLogger(HttpFrontend.class.getName());
    private static final int BACKLOG = 1024;
    private static final int MOST_TASKS = 1024;

    private final int mostConnections;
    private @Nullable Server server;
    private @Nullable HttpForwarder forwarder;

    HttpFrontend(int mostConnections) {
        this.mostConnections = mostConnections;
    }

    /** Listens for a service. */
    Frontend listen(ServiceRoute route, BackendPool pool) throws IOException {
        Server running = server();
        HttpForwarder handler = Objects.requireNonNull(forwarder);
        ServerConnector connector = new ServerConnector(running, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(route.address());
        connector.setPort(route.port());
        connector.setName(route.service());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(HttpForwarder.IDLE_MILLIS);
        connector.addBean(new NetworkConnectionLimit(mostConnections, connector));
        handler.add(route.service(), pool);
        try {
            connector.open();
            running.addConnector(connector);
            connector.start();
        } catch (Exception e) {
            connector.close();
            running.removeConnector(connector);
            throw e instanceof IOException io ? io : new IOException(e);
        }
        return new Frontend() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void close() throws IOException {
                try {
                    connector.stop();
                } catch (Exception e) {
                    throw new IOException(e);
                } finally {
                    running.removeConnector(connector);
                    handler.remove(route.service());
                }
            }
        };
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        // It is up to the application what it makes of an unusual path, as long as there is no doubt where it ends.
        configuration.setUriCompliance(UriCompliance.DEFAULT);
        return configuration;
    }

    private Server server() throws IOException {
        Server known = server;
        if (known != null) {
            return known;
        }
        Server fresh = new Server(new VirtualThreadPool(MOST_TASKS));
        HttpForwarder handler = new HttpForwarder();
        fresh.setHandler(handler);
        try {
            fresh.start();
        } catch (Exception e) {
            throw new IOException(e);
        }
        server = fresh;
        forwarder = handler;
        return fresh;
    }

    void close() {
        Server known = server;
        if (known != null) {
            try {
                known.stop();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "the HTTP server does not stop", e);
            }
        }
    }
}
