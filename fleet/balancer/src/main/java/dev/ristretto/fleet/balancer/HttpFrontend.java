package dev.ristretto.fleet.balancer;

import dev.ristretto.fleet.balancer.admission.Admission;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
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
    private static final int MOST_TASKS = 1024;

    private final Admission admission;
    private @Nullable Server server;
    private @Nullable HttpForwarder forwarder;

    HttpFrontend(Admission admission) {
        this.admission = admission;
    }

    /** Listens for a service. */
    Frontend listen(ServiceRoute route, BackendPool pool) throws IOException {
        Server running = server();
        HttpForwarder handler = Objects.requireNonNull(forwarder);
        ServerConnector connector = new HttpIntake(running, route, admission);
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
