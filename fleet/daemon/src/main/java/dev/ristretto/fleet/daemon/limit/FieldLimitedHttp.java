package dev.ristretto.fleet.daemon.limit;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * HTTP/1.1 with a limit on the fields of a head: each is kept as objects, which take many times the five bytes that it
 * has at least, so a limit of bytes alone would let a small head become large.
 */
public final class FieldLimitedHttp extends HttpConnectionFactory {

    /** Browsers send some thirty. */
    public static final int MOST_FIELDS = 100;

    /** Bytes of a head: method, address and fields. */
    public static final int LARGEST_HEAD = 8 * 1024;

    public FieldLimitedHttp(HttpConfiguration configuration) {
        super(configuration);
        configuration.setRequestHeaderSize(LARGEST_HEAD);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new LimitedConnection(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    private static final class LimitedConnection extends HttpConnection {

        LimitedConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new Counting();
        }

        private final class Counting extends RequestHandler {

            private int fields;

            @Override
            public void messageBegin() {
                fields = 0;
                super.messageBegin();
            }

            @Override
            public void parsedHeader(HttpField field) {
                count();
                super.parsedHeader(field);
            }

            @Override
            public void parsedTrailer(HttpField field) {
                count();
                super.parsedTrailer(field);
            }

            private void count() {
                if (++fields > MOST_FIELDS) {
                    throw new HttpException.RuntimeException(
                            HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
                            "More than " + MOST_FIELDS + " header fields");
                }
            }
        }
    }
}
