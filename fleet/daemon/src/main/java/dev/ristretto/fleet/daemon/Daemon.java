package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.syntax.PlainText;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.dashboard.DashboardPages;
import dev.ristretto.fleet.daemon.http.Access;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.ApiServer;
import dev.ristretto.fleet.daemon.http.Audit;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Idempotency;
import dev.ristretto.fleet.daemon.http.Listening;
import dev.ristretto.fleet.daemon.http.Problems;
import dev.ristretto.fleet.daemon.http.Router;
import dev.ristretto.fleet.daemon.http.Sessions;
import dev.ristretto.fleet.daemon.limit.ApiAdmission;
import dev.ristretto.fleet.daemon.limit.ApiBudget;
import dev.ristretto.fleet.daemon.routes.AccessRoutes;
import dev.ristretto.fleet.daemon.routes.Routes;
import dev.ristretto.fleet.daemon.routes.Streams;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The API of a fleet, put together from its parts. */
final class Daemon implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Daemon.class.getName());

    private static final int LONGEST_LINE = 300;

    private final ApiServer server;
    private final Access access;
    private final Audit audit;
    private final Idempotency idempotency;
    private final DashboardPages pages;
    private final List<ApiRoute> routes;
    private final Router router;
    private @Nullable String console;

    /** How much clients may have: by the owner's socket, and over the network. */
    record Limits(ApiBudget owner, ApiBudget network) {

        /** What a heap of this many bytes allows. */
        static Limits ofHeap(long bytes) {
            return new Limits(ApiBudget.ofOwner(bytes), ApiBudget.ofNetwork(bytes));
        }
    }

    /** A daemon that does not listen yet. */
    Daemon(
            Fleet fleet,
            Path socket,
            InstantSource clock,
            Limits limits,
            Supplier<DaemonStatus> status,
            Runnable shutdown) {
        server = new ApiServer(socket, limits.owner(), limits.network());
        Sessions sessions = new Sessions(clock);
        access = new Access(fleet.tokens(), sessions, clock);
        audit = new Audit(fleet.audit(), clock);
        idempotency = new Idempotency(fleet.keptAnswers(), clock);
        pages = new DashboardPages();
        routes = Routes.all(
                fleet,
                new Streams(fleet),
                new AccessRoutes(fleet.tokens(), fleet.audit(), sessions, this::openConsole, clock),
                clock,
                status,
                shutdown);
        router = new Router(routes);
    }

    /** Everything that can be asked. */
    List<ApiRoute> routes() {
        return routes;
    }

    /** Listens on the socket. */
    void start() throws Exception {
        server.start(this::answer);
    }

    /**
     * Listens on an address as well.
     *
     * @return the address as a URL
     * @throws FleetException if it cannot be listened on
     */
    synchronized String listen(Listening listening) {
        String url = server.listener().open(listening);
        if (listening.tls().isEmpty()) {
            console = url;
        }
        return url;
    }

    private synchronized String openConsole() {
        String url = console;
        return url == null ? listen(Listening.LOOPBACK) : url;
    }

    private void answer(Request request, Exchange exchange) throws IOException {
        exchange.beforeAnswer(() -> note(exchange));
        Problems.answer(exchange, () -> {
            server.listener().checkHost(request);
            if (!pages.serve(exchange)) {
                exchange.identify(access.caller(request));
                router.route(exchange);
                try (ApiAdmission.Ticket place = exchange.enter()) {
                    idempotency.serve(exchange, () -> Problems.answer(exchange, exchange::handle));
                }
            }
        });
    }

    /** Before anybody learns of it. What has been done is not undone because it cannot be noted. */
    private void note(Exchange exchange) {
        try {
            audit.note(exchange);
        } catch (FleetException e) {
            LOG.log(
                    Level.WARNING,
                    "not in the audit log: "
                            + PlainText.visible(exchange.method() + " " + exchange.path(), LONGEST_LINE),
                    e);
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
