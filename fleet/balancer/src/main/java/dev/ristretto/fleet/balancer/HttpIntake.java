package dev.ristretto.fleet.balancer;

import dev.ristretto.fleet.balancer.admission.Admission;
import dev.ristretto.fleet.balancer.admission.Admitted;
import dev.ristretto.fleet.balancer.admission.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Listens for one service whose requests are spread. Connections have to be admitted, and what they make the balancer
 * remember is charged to them.
 */
final class HttpIntake extends ServerConnector {

    private static final int BACKLOG = 1024;
    private static final int MOST_HEAD_BYTES = 8 * 1024;
    private static final int MOST_ANSWER_HEAD_BYTES = ReplicaTransport.MOST_ANSWER_HEAD_BYTES + 1024;

    private final String service;
    private final Admission admission;

    HttpIntake(Server server, ServiceRoute route, Admission admission) {
        super(server, 1, 1, new Factory());
        this.service = route.service();
        this.admission = admission;
        setHost(route.address());
        setPort(route.port());
        setName(route.service());
        setAcceptQueueSize(BACKLOG);
        setIdleTimeout(HttpForwarder.IDLE_MILLIS);
    }

    /** The connection that a request came on; empty once that is gone. */
    static Optional<Admitted> admitted(Request request) {
        return ((ClientEndPoint) request.getConnectionMetaData().getConnection().getEndPoint()).admitted();
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        ClientEndPoint endPoint = new ClientEndPoint(channel, selector, key);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(MOST_HEAD_BYTES);
        configuration.setMaxResponseHeaderSize(MOST_ANSWER_HEAD_BYTES);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        // It is up to the application what it makes of an unusual path, as long as there is no doubt where it ends.
        configuration.setUriCompliance(UriCompliance.DEFAULT);
        return configuration;
    }

    private static final class Factory extends HttpConnectionFactory {

        Factory() {
            super(configuration());
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return configure(
                    new ClientConnection(getHttpConfiguration(), connector, (ClientEndPoint) endPoint),
                    connector,
                    endPoint);
        }
    }

    /** Tells how much comes and goes. */
    private final class ClientEndPoint extends SocketChannelEndPoint {

        private volatile @Nullable Admitted admitted;

        ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            super(channel, selector, key, HttpIntake.this.getScheduler());
        }

        Optional<Admitted> admitted() {
            return Optional.ofNullable(admitted);
        }

        @Override
        public void onOpen() {
            super.onOpen();
            String peer =
                    ((InetSocketAddress) getRemoteSocketAddress()).getAddress().getHostAddress();
            admitted = admission.admit(service, peer, Stage.HEAD, this::drop).orElse(null);
            if (admitted == null) {
                close();
            }
        }

        private void drop() {
            close(new TimeoutException("the client has kept others waiting"));
        }

        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            int filled = super.fill(buffer);
            Admitted known = admitted;
            if (filled > 0 && known != null) {
                known.received(filled);
            }
            return filled;
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws IOException {
            long before = remaining(buffers);
            boolean all = super.flush(buffers);
            Admitted known = admitted;
            if (known != null) {
                known.sent(before - remaining(buffers), all);
            }
            return all;
        }

        private static long remaining(ByteBuffer... buffers) {
            long sum = 0;
            for (ByteBuffer buffer : buffers) {
                sum += buffer.remaining();
            }
            return sum;
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            Admitted known = admitted;
            if (known != null) {
                known.leave();
            }
            super.onClose(cause);
        }
    }

    /** Counts what is read of a request's head, and says how far its connection is. */
    private static final class ClientConnection extends HttpConnection {

        ClientConnection(HttpConfiguration configuration, Connector connector, ClientEndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        private Optional<Admitted> admitted() {
            return ((ClientEndPoint) getEndPoint()).admitted();
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new HeadCounter();
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
            return new CountedStream(method, uri, version);
        }

        private final class HeadCounter extends RequestHandler {

            private int fields;
            private HttpVersion version = HttpVersion.HTTP_1_1;

            @Override
            public void messageBegin() {
                fields = 0;
                admitted().ifPresent(each -> each.enter(Stage.HEAD));
                super.messageBegin();
            }

            @Override
            public void startRequest(String method, String uri, HttpVersion spoken) {
                version = spoken;
                charge(method.length() + uri.length());
                super.startRequest(method, uri, spoken);
            }

            @Override
            public void parsedHeader(HttpField field) {
                count(field);
                if (!HeaderRules.isIgnored(field, version)) {
                    super.parsedHeader(field);
                }
            }

            /** Trailers are not forwarded and not kept. */
            @Override
            public void parsedTrailer(HttpField field) {
                count(field);
            }

            private void count(HttpField field) {
                if (++fields > HeaderRules.MOST_FIELDS) {
                    throw new HttpException.RuntimeException(
                            HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
                            "more than " + HeaderRules.MOST_FIELDS + " header fields");
                }
                charge(HeaderRules.cost(field));
            }

            private void charge(int bytes) {
                if (!admitted().map(each -> each.charge(bytes)).orElse(false)) {
                    throw busy();
                }
            }

            @Override
            public boolean headerComplete() {
                if (!admitted().map(Admitted::beginExchange).orElse(false)) {
                    throw busy();
                }
                return super.headerComplete();
            }

            private static HttpException.RuntimeException busy() {
                return new HttpException.RuntimeException(
                        HttpStatus.SERVICE_UNAVAILABLE_503, "the balancer has no memory left for this request");
            }
        }

        /** An exchange ends before the next request is read. */
        private final class CountedStream extends HttpStreamOverHTTP1 {

            CountedStream(String method, String uri, HttpVersion version) {
                super(method, uri, version);
            }

            @Override
            public void succeeded() {
                admitted().ifPresent(Admitted::endExchange);
                super.succeeded();
            }

            @Override
            public void failed(Throwable failure) {
                admitted().ifPresent(Admitted::endExchange);
                super.failed(failure);
            }
        }
    }
}
