package dev.ristretto.fleet.balancer;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
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
