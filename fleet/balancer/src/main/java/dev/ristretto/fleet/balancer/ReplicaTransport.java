package dev.ristretto.fleet.balancer;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.SendFailure;
import org.eclipse.jetty.client.transport.internal.HttpChannelOverHTTP;
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.client.transport.internal.HttpReceiverOverHTTP;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Connections to replicas. One on which something came behind an answer is not used again, for the next request's
 * answer would be in doubt; nor is one that the replica has ended meanwhile.
 */
final class ReplicaTransport extends HttpClientTransportOverHTTP {

    private static final long CONNECT_MILLIS = 3000;
    private static final int MOST_CONNECTIONS = 1024;
    private static final int ANSWER_BUFFER = 8 * 1024;

    /** How long a connection to an instance is kept for the next request. */
    private static final long KEEP_MILLIS = 15_000;

    /** Of an instance's answer, before its body. */
    static final int MOST_ANSWER_HEAD_BYTES = 16 * 1024;

    /** Of instances that are gone, nothing is kept. */
    private static final long FORGET_MILLIS = 60_000;

    /** Sets how many connections there are and for how long, and what they may take. */
    static void limit(HttpClient client) {
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setIdleTimeout(KEEP_MILLIS);
        client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        client.setDestinationIdleTimeout(FORGET_MILLIS);
        client.setMaxResponseHeadersSize(MOST_ANSWER_HEAD_BYTES);
        client.setResponseBufferSize(ANSWER_BUFFER);
        // Nothing is told that the client has not said.
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
    }

    @Override
    public Connection newConnection(EndPoint endPoint, Map<String, Object> context) {
        return new ReplicaConnection(endPoint, context);
    }

    private static final class ReplicaConnection extends HttpConnectionOverHTTP {

        ReplicaConnection(EndPoint endPoint, Map<String, Object> context) {
            super(endPoint, context);
        }

        @Override
        public SendFailure send(HttpExchange exchange) {
            if (isSpent()) {
                close();
                return new SendFailure(new ClosedChannelException(), true);
            }
            return super.send(exchange);
        }

        /** Nothing may have come before something was asked, not even the end. */
        private boolean isSpent() {
            try {
                return getEndPoint().fill(BufferUtil.allocate(1)) != 0;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        protected HttpChannelOverHTTP newHttpChannel() {
            return new HttpChannelOverHTTP(this) {
                @Override
                protected HttpReceiverOverHTTP newHttpReceiver() {
                    return new ReplicaReceiver(this);
                }
            };
        }
    }

    private static final class ReplicaReceiver extends HttpReceiverOverHTTP {

        private boolean inDoubt;

        ReplicaReceiver(HttpChannelOverHTTP channel) {
            super(channel);
        }

        @Override
        public boolean messageComplete() {
            var exchange = getHttpExchange();
            var buffer = getResponseBuffer();
            if (exchange != null
                    && buffer != null
                    && buffer.hasRemaining()
                    && !HttpStatus.isInterim(exchange.getResponse().getStatus())) {
                inDoubt = true;
            }
            return super.messageComplete();
        }

        /** Whether the connection ends with the exchange. */
        @Override
        protected boolean isShutdown() {
            return inDoubt || super.isShutdown();
        }
    }
}
