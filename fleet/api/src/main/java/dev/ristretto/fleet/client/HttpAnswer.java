package dev.ristretto.fleet.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of HTTP/1.1 on a connection that ends with it (RFC 9112).
 *
 * @param status the status code
 * @param body what follows the header
 */
record HttpAnswer(int status, InputStream body) {

    private static final int LONGEST_LINE = 16 * 1024;

    /** Reads the header; the body is read by whoever uses it. */
    static HttpAnswer read(InputStream connection) throws IOException {
        InputStream input = new BufferedInputStream(connection);
        String[] words = line(input).split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
            throw new IOException("not an answer of HTTP/1.1: " + String.join(" ", words));
        }
        Map<String, String> header = new TreeMap<>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                header.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        boolean chunked = "chunked".equalsIgnoreCase(header.get("transfer-encoding"));
        String length = header.get("content-length");
        InputStream body =
                chunked ? new Chunks(input) : length == null ? input : new Sized(input, Long.parseLong(length));
        return new HttpAnswer(Integer.parseInt(words[1]), body);
    }

    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = input.read()) != '\n') {
            if (b < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException("the daemon ended the connection");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /**
     * A body of known length (RFC 9112 section 6.2). What comes behind it is not looked at: who refuses a request
     * without reading all of it ends the connection by a reset.
     */
    private static final class Sized extends InputStream {

        private final InputStream input;
        private long left;

        Sized(InputStream input, long length) {
            this.input = input;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = input.read(buffer, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the daemon ended the connection");
            }
            left -= count;
            return count;
        }
    }

    /** Transfer coding "chunked" (RFC 9112 section 7.1); trailers are not expected. */
    private static final class Chunks extends InputStream {

        private final InputStream input;
        private long left;
        private boolean ended;
        private boolean first = true;

        Chunks(InputStream input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                begin();
            }
            if (ended) {
                return -1;
            }
            int count = input.read(buffer, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the daemon ended the connection");
            }
            left -= count;
            return count;
        }

        private void begin() throws IOException {
            if (!first) {
                line(input);
            }
            first = false;
            left = Long.parseLong(line(input).split(";", 2)[0].strip(), 16);
            ended = left == 0;
        }
    }
}
