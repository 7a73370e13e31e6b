package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.FleetException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
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

    private final Server server = new Server(new VirtualThreadPool());
    private final Path socket;

    /** A server that does not listen yet. */
    ApiServer(Path socket, Router router) {
        this.socket = socket;
        UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory());
        connector.setUnixDomainPath(socket);
        // Clients are processes of the same user; what follows may be silent for long.
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.setHandler(new ApiHandler(router));
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

        ApiHandler(Router router) {
            this.router = router;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Exchange exchange = new Exchange(request, response, Caller.USER);
            try {
                answer(exchange);
                callback.succeeded();
            } catch (IOException e) {
                // The client is gone.
                callback.failed(e);
            }
            return true;
        }

        private void answer(Exchange exchange) throws IOException {
            try {
                router.serve(exchange);
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
            } catch (EofException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
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
