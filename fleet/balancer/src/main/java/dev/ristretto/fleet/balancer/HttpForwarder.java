package dev.ristretto.fleet.balancer;

import dev.ristretto.fleet.balancer.admission.Admitted;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request.Content;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Spreads requests. One that could not be sent goes to another instance, and waits for one if there is none; the client
 * does not notice. One that was sent and got no answer is answered with 502, unless it is safe (RFC 9110 section 9.2.1)
 * and another instance is there: then it is sent once more. Connections to instances are kept and shared.
 */
final class HttpForwarder extends ProxyHandler.Reverse {

    private static final String FORWARDING = Forwarding.class.getName();
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** How long an exchange may be silent. */
    static final long IDLE_MILLIS = 300_000;

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
    protected HttpClient newHttpClient() {
        return new HttpClient(new ReplicaTransport());
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        ReplicaTransport.limit(client);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int refusal = HeaderRules.refusal(request);
        if (refusal != 0) {
            // What follows may be for whoever would have been asked.
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            Response.writeError(request, response, callback, refusal);
            return true;
        }
        BackendPool pool = pools.get(
                String.valueOf(request.getConnectionMetaData().getConnector().getName()));
        Optional<Admitted> client = HttpIntake.admitted(request);
        if (pool == null || client.isEmpty()) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            return true;
        }
        pick(new Forwarding(pool, client.get()), new WithoutExpectation(request), response, callback);
        return true;
    }

    /** Finds an instance for what has not been sent to any, however long it takes. */
    private void pick(Forwarding forwarding, Request request, Response response, Callback callback) {
        CompletableFuture<Backend> picked = forwarding.pick();
        picked.whenComplete((backend, failure) -> {
            forwarding.ceaseToWait();
            if (backend == null) {
                forwarding.end(true);
                Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            } else {
                send(backend, forwarding, request, response, callback);
            }
        });
    }

    private void send(Backend backend, Forwarding forwarding, Request request, Response response, Callback callback) {
        forwarding.begin(backend);
        request.setAttribute(FORWARDING, forwarding);
        try {
            super.handle(request, response, callback);
        } catch (RuntimeException e) {
            forwarding.end(true);
            Response.writeError(request, response, callback, HttpStatus.BAD_GATEWAY_502);
        }
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
                .idleTimeout(IDLE_MILLIS, TimeUnit.MILLISECONDS)
                .path(uri.getPathQuery());
    }

    @Override
    protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request forwarded) {
        forwarded.headers(headers -> HeaderRules.copy(request.getHeaders(), HeaderRules.Client.of(request), headers));
    }

    /** It is among those that are copied. */
    @Override
    protected void addForwardedHeader(Request request, org.eclipse.jetty.client.Request forwarded) {}

    @Override
    protected Content newProxyToServerRequestContent(
            Request request, Response response, org.eclipse.jetty.client.Request forwarded) {
        return new ForwardedBody(request, forwarding(request));
    }

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request forwarded, Response response, Callback callback) {
        return new Answer(request, forwarded, response, callback);
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
        if (unanswered && !forwarding.hasBegunBody() && isSentElsewhere(request, forwarding, failure)) {
            sendElsewhere(forwarding, request, response, callback);
            return;
        }
        forwarding.end(true);
        if (response.isCommitted()) {
            // The client has to notice that the answer is not whole.
            callback.failed(failure);
            return;
        }
        response.reset();
        if (failure instanceof RejectedExecutionException) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            return;
        }
        super.onServerToProxyResponseFailure(request, forwarded, answer, response, callback, failure);
    }

    private void sendElsewhere(Forwarding forwarding, Request request, Response response, Callback callback) {
        Backend other = forwarding.other();
        if (other != null) {
            send(other, forwarding, request, response, callback);
        } else {
            pick(forwarding, request, response, callback);
        }
    }

    private static boolean isSentElsewhere(Request request, Forwarding forwarding, @Nullable Throwable failure) {
        if (wasNotSent(failure)) {
            return forwarding.giveUp();
        }
        return SAFE.contains(request.getMethod()) && forwarding.repeat();
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

    /**
     * A request as it is forwarded: the balancer itself tells the client to send its body, as soon as some of it is
     * wanted, and does not ask the instance whether it may (RFC 9110 section 10.1.1).
     */
    private static final class WithoutExpectation extends Request.Wrapper {

        private final HttpFields headers;

        WithoutExpectation(Request request) {
            super(request);
            headers = HttpFields.build(request.getHeaders()).remove(HttpHeader.EXPECT);
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }

    /** The instance's answer. What its head takes is charged to the client's connection like the request's. */
    private final class Answer extends ProxyResponseListener {

        private final Forwarding forwarding;
        private int fields;

        Answer(Request request, org.eclipse.jetty.client.Request forwarded, Response response, Callback callback) {
            super(request, forwarded, response, callback);
            forwarding = forwarding(request);
        }

        @Override
        public void onBegin(org.eclipse.jetty.client.Response answer) {
            super.onBegin(answer);
            if (answer.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
                answer.abort(new UnusableAnswer("it changes the protocol, which nobody has asked for"));
            }
        }

        @Override
        public boolean onHeader(org.eclipse.jetty.client.Response answer, HttpField field) {
            if (++fields > HeaderRules.MOST_FIELDS) {
                answer.abort(new UnusableAnswer("it has more than " + HeaderRules.MOST_FIELDS + " header fields"));
                return false;
            }
            if (!forwarding.client.charge(HeaderRules.cost(field))) {
                answer.abort(new RejectedExecutionException("there is no memory for its header"));
                return false;
            }
            return true;
        }
    }

    /** An answer that is not passed on. */
    private static final class UnusableAnswer extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnusableAnswer(String reason) {
            super("an answer is not passed on: " + reason, null, false, false);
        }
    }
}
