package dev.ristretto.fleet.daemon.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * Serves HTTP/1.1 on a Unix socket that only the user may connect to, and over TCP where that was asked for. Each
 * request has a virtual thread.
 */
public final class ApiServer implements AutoCloseable {

    /** Streams among them; what is more waits. */
    private static final int MOST_REQUESTS = 2000;

    /**
     * Who connects while so many wait already is refused by Linux; scripts that start a hundred commands at once must
     * not be.
     */
    private static final int BACKLOG = 1024;

    private final Server server = new Server(new VirtualThreadPool(MOST_REQUESTS));
    private final Path socket;
    private final NetworkListener listener;

    /**
     * A server that does not listen yet.
     *
     * @param patience how long a client may leave unread what it is sent, before its connection is closed
     */
    public ApiServer(Path socket, Duration patience) {
        this.socket = socket;
        listener = new NetworkListener(server, patience);
        UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory());
        connector.setUnixDomainPath(socket);
        connector.setAcceptQueueSize(BACKLOG);
        // While a request is being answered, this is about answers that are not taken; it may take longer than that to
        // find them.
        connector.setIdleTimeout(patience.toMillis());
        server.addConnector(connector);
        server.setErrorHandler(ApiServer::refuse);
    }

    /** The ways in over TCP. */
    public NetworkListener listener() {
        return listener;
    }

    /** Answers a request. */
    public interface Answering {
        void answer(Request request, Exchange exchange) throws IOException;
    }

    /** Listens; a socket that an earlier daemon has left is replaced. */
    public void start(Answering answering) throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                try {
                    answering.answer(request, new Exchange(request, response));
                    callback.succeeded();
                } catch (IOException e) {
                    // The client is gone.
                    callback.failed(e);
                }
                return true;
            }
        });
        Files.deleteIfExists(socket);
        server.start();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() throws Exception {
        server.stop();
        Files.deleteIfExists(socket);
    }

    /** What Jetty itself refuses, before any of our code is asked. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        String reason = String.valueOf(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
        try {
            new Exchange(request, response).answerProblem(response.getStatus(), "The request is refused: " + reason);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }
}
