package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.FleetException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Serves the API over HTTP/1.1 on a Unix socket that only the user may connect to. Each request has a virtual thread. */
final class ApiServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ApiServer.class.getName());

    /** Streams among them; what is more waits. */
    private static final int MOST_REQUESTS = 2000;

    private final Server server = new Server(new VirtualThreadPool(MOST_REQUESTS));
    private final Path socket;

    /**
     * A server that does not listen yet.
     *
     * @param patience how long a client may leave unread what it is sent, before its connection is closed
     */
    ApiServer(Path socket, Router router, Idempotency idempotency, Duration patience) {
        this.socket = socket;
        UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory());
        connector.setUnixDomainPath(socket);
        // While a request is being answered, this is about answers that are not taken; it may take longer than that to
        // find them.
        connector.setIdleTimeout(patience.toMillis());
        server.addConnector(connector);
        server.setHandler(new ApiHandler(router, idempotency));
        server.setErrorHandler(ApiServer::refuse);
    }

    /** Listens; a socket that an earlier daemon has left is replaced. */
    void start() throws Exception {
        Files.deleteIfExists(socket);
        server.start();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() throws Exception {
        server.stop();
        Files.deleteIfExists(socket);
    }

    private static final class ApiHandler extends Handler.Abstract {

        private final Router router;
        private final Idempotency idempotency;

        ApiHandler(Router router, Idempotency idempotency) {
            this.router = router;
            this.idempotency = idempotency;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Exchange exchange = new Exchange(request, response, Caller.USER);
            try {
                answer(
                        exchange,
                        () -> idempotency.serve(exchange, () -> answer(exchange, () -> router.serve(exchange))));
                callback.succeeded();
            } catch (IOException e) {
                // The client is gone.
                callback.failed(e);
            }
            return true;
        }

        /** Does something that answers a request. */
        private interface Work {
            void run() throws IOException, InterruptedException;
        }

        private static void answer(Exchange exchange, Work work) throws IOException {
            try {
                work.run();
            } catch (FleetException e) {
                int status = switch (e.kind()) {
                    case INVALID -> HttpStatus.BAD_REQUEST_400;
                    case UNKNOWN -> HttpStatus.NOT_FOUND_404;
                    case CONFLICT -> HttpStatus.CONFLICT_409;
                    case FAILURE -> HttpStatus.INTERNAL_SERVER_ERROR_500;
                };
                problem(exchange, status, String.valueOf(e.getMessage()), e);
            } catch (RequestProblem e) {
                e.header().forEach(exchange::setHeader);
                problem(exchange, e.status(), String.valueOf(e.getMessage()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                problem(exchange, HttpStatus.SERVICE_UNAVAILABLE_503, "The daemon is stopping", e);
            } catch (IOException | RuntimeException e) {
                if (e instanceof IOException gone && exchange.isCommitted()) {
                    // The client has gone, or has not taken its answer for too long.
                    throw gone;
                }
                LOG.log(Level.WARNING, exchange.method() + " " + exchange.path() + " failed", e);
                problem(exchange, HttpStatus.INTERNAL_SERVER_ERROR_500, "The daemon failed: " + e, e);
            }
        }

        private static void problem(Exchange exchange, int status, String detail, Exception cause) throws IOException {
            if (exchange.isCommitted()) {
                throw new IOException("the answer had begun", cause);
            }
            exchange.answerProblem(status, detail);
        }
    }

    /** What Jetty itself refuses, before any of our code is asked. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        String reason = String.valueOf(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
        try {
            new Exchange(request, response, Caller.USER)
                    .answerProblem(response.getStatus(), "The request is refused: " + reason);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }
}
