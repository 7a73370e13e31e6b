package dev.ristretto.fleet.balancer;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request.Content;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Spreads requests. A request that could not be sent, or one that may be repeated (RFC 9110 section 9.2.2) and got no
 * answer, goes to another instance; the client does not notice. Connections to instances are kept and shared.
 */
final class HttpForwarder extends ProxyHandler.Reverse {

    private static final String FORWARDING = Forwarding.class.getName();
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");
    private static final int MOST_ATTEMPTS = 5;
    private static final long CONNECT_MILLIS = 3000;
    private static final int MOST_CONNECTIONS = 1024;

    /** How long an exchange may be silent. */
    static final long IDLE_MILLIS = 300_000;

    /** Of instances that are gone, nothing is kept. */
    private static final long FORGET_MILLIS = 60_000;

    private final Map<String, BackendPool> pools = new ConcurrentHashMap<>();

    HttpForwarder() {
        super(request -> request.getHttpURI());
        setViaHost("ristretto");
        setUseServerThreadPool(true);
    }

    /** Requests that come in by a connector of this name are for these instances. */
    void add(String connector, BackendPool pool) {
        pools.put(connector, pool);
    }

    void remove(String connector) {
        pools.remove(connector);
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setIdleTimeout(IDLE_MILLIS);
        client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        client.setDestinationIdleTimeout(FORGET_MILLIS);
        client.setUserAgentField(null);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        BackendPool pool = pools.get(
                String.valueOf(request.getConnectionMetaData().getConnector().getName()));
        if (pool == null) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            return true;
        }
        forward(new Forwarding(pool), request, response, callback);
        return true;
    }

    private void forward(Forwarding forwarding, Request request, Response response, Callback callback) {
        forwarding.pool.pick(forwarding.tried()).whenComplete((backend, failure) -> {
            if (backend == null) {
                forwarding.end(true);
                Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
                return;
            }
            forwarding.begin(backend);
            request.setAttribute(FORWARDING, forwarding);
            try {
                super.handle(request, response, callback);
            } catch (RuntimeException e) {
                forwarding.end(true);
                Response.writeError(request, response, callback, HttpStatus.BAD_GATEWAY_502, null, e);
            }
        });
    }

    private static Forwarding forwarding(Request request) {
        return (Forwarding) Objects.requireNonNull(request.getAttribute(FORWARDING));
    }

    /** The path goes on as it came, whatever Java's URI thinks of it. */
    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI uri) {
        Backend backend = Objects.requireNonNull(forwarding(request).current());
        return getHttpClient()
                .newRequest(LoopbackPorts.ADDRESS, backend.port)
                .scheme("http")
                .method(request.getMethod())
                .path(uri.getPathQuery());
    }

    @Override
    protected Content newProxyToServerRequestContent(
            Request request, Response response, org.eclipse.jetty.client.Request forwarded) {
        return new Body(request, forwarding(request));
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request forwarded,
            org.eclipse.jetty.client.Response answer,
            Response response,
            Callback callback,
            Throwable failure) {
        Forwarding forwarding = forwarding(request);
        boolean unanswered = (answer == null || answer.getStatus() == 0) && !response.isCommitted();
        if (unanswered
                && mayRepeat(request, forwarding, failure)
                && forwarding.tried().size() < MOST_ATTEMPTS) {
            forwarding.giveUp();
            forward(forwarding, request, response, callback);
            return;
        }
        forwarding.end(true);
        if (response.isCommitted()) {
            // The client has to notice that the answer is not whole.
            callback.failed(failure);
            return;
        }
        response.reset();
        super.onServerToProxyResponseFailure(request, forwarded, answer, response, callback, failure);
    }

    private static boolean mayRepeat(Request request, Forwarding forwarding, Throwable failure) {
        if (forwarding.hasBegunBody()) {
            return false;
        }
        return IDEMPOTENT.contains(request.getMethod()) || wasNotSent(failure);
    }

    private static boolean wasNotSent(@Nullable Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof SocketTimeoutException
                || failure instanceof UnresolvedAddressException;
    }

    @Override
    protected void onProxyToClientResponseComplete(
            Request request,
            org.eclipse.jetty.client.Request forwarded,
            org.eclipse.jetty.client.Response answer,
            Response response,
            Callback callback) {
        forwarding(request).end(answer.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR_500);
        super.onProxyToClientResponseComplete(request, forwarded, answer, response, callback);
    }

    @Override
    protected void onProxyToClientResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request forwarded,
            org.eclipse.jetty.client.Response answer,
            Response response,
            Callback callback,
            Throwable failure) {
        // The client has left: that says nothing against the service.
        forwarding(request).end(false);
        super.onProxyToClientResponseFailure(request, forwarded, answer, response, callback, failure);
    }

    /** The client's body. As long as nothing of it was read, a failure to send it is no failure to receive it. */
    private static final class Body extends ProxyRequestContent {

        private final Forwarding forwarding;

        Body(Request request, Forwarding forwarding) {
            super(request);
            this.forwarding = forwarding;
        }

        @Override
        public @Nullable Chunk read() {
            Chunk chunk = super.read();
            if (chunk != null) {
                forwarding.beginBody();
            }
            return chunk;
        }

        @Override
        public void fail(Throwable failure) {
            if (forwarding.hasBegunBody()) {
                super.fail(failure);
            }
        }
    }
}
