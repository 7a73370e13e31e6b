package dev.ristretto.fleet.health;

import dev.ristretto.hypervisor.PublishedPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks by way of a published port. Safe for use by several threads. */
public final class NetworkCheck {

    private static final String ALL_ADDRESSES = "0.0.0.0";

    /** RFC 9112 section 4. */
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

    private static final int LONGEST_LINE = 1024;
    private static final int FIRST_BAD_STATUS = 400;
    private static final int FIRST_GOOD_STATUS = 200;

    /**
     * For how long a connection has to last. A hypervisor's own network accepts connections before the guest does, and ends those that the guest
     * refuses.
     */
    private static final Duration HOLD = Duration.ofMillis(200);

    private NetworkCheck() {}

    /** Takes at most a while; never fails. */
    public static Result run(Probe.Network probe, PublishedPort port, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        String address = port.address().equals(ALL_ADDRESSES) ? PublishedPort.DEFAULT_ADDRESS : port.address();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port.hostPort()), left(end));
            return switch (probe) {
                case Probe.Http http -> request(socket, http, end);
                case Probe.Tcp tcp -> hold(socket, end);
            };
        } catch (ConnectException e) {
            return Result.failure("the connection is refused");
        } catch (SocketTimeoutException e) {
            return Result.failure("no answer in " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            return Result.failure("the connection fails: " + e.getMessage());
        }
    }

    private static Result request(Socket socket, Probe.Http http, long end) throws IOException {
        String request = "GET " + http.path()
                + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ristretto-health\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Matcher status = STATUS_LINE.matcher(line(socket, end));
        if (!status.matches()) {
            return Result.failure("the answer is not HTTP");
        }
        int code = Integer.parseInt(status.group(1));
        boolean ok = code >= FIRST_GOOD_STATUS && code < FIRST_BAD_STATUS;
        return new Result(ok, "status " + code);
    }

    private static String line(Socket socket, long end) throws IOException {
        InputStream input = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[LONGEST_LINE];
        while (line.size() < LONGEST_LINE) {
            socket.setSoTimeout(left(end));
            int count = input.read(buffer);
            if (count < 0) {
                break;
            }
            line.write(buffer, 0, count);
            int lineEnd = line.toString(StandardCharsets.ISO_8859_1).indexOf('\n');
            if (lineEnd >= 0) {
                return line.toString(StandardCharsets.ISO_8859_1)
                        .substring(0, lineEnd)
                        .stripTrailing();
            }
        }
        return "";
    }

    private static Result hold(Socket socket, long end) throws IOException {
        socket.setSoTimeout((int) Math.min(left(end), HOLD.toMillis()));
        try {
            return socket.getInputStream().read() < 0
                    ? Result.failure("the connection is ended at once")
                    : Result.success("connected");
        } catch (SocketTimeoutException e) {
            return Result.success("connected");
        }
    }

    /** In milliseconds; a timeout of 0 would be none. */
    private static int left(long end) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
