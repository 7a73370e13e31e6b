package dev.ristretto.fleet.daemon.health;

import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.run.host.PublishedPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks by way of published ports. All of them go on at the same time in one thread that waits for whichever is
 * answered first: a check is a few system calls, and handing it to a thread of its own would cost more than the check.
 * Not safe for use by several threads, but for {@link #wake}.
 */
public final class NetworkProbes implements AutoCloseable {

    private static final Logger LOG = System.getLogger(NetworkProbes.class.getName());

    /** Each has a file descriptor. */
    private static final int MOST_AT_ONCE = 512;

    /** RFC 9112 section 4. */
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

    private static final int LONGEST_LINE = 1024;
    private static final int FIRST_BAD_STATUS = 400;
    private static final int FIRST_GOOD_STATUS = 200;

    /**
     * For how long a connection has to last. A hypervisor's own network accepts connections before the guest does, and
     * ends those that the guest refuses.
     */
    private static final Duration HOLD = Duration.ofMillis(200);

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);
    private final long origin = System.nanoTime();

    /** Those under way, by their ends. */
    private final TreeSet<Check> running =
            new TreeSet<>(Comparator.<Check>comparingLong(check -> check.end).thenComparingLong(check -> check.number));

    private long begun;

    /** None yet. */
    public NetworkProbes() throws IOException {
        selector = Selector.open();
    }

    /** Whether another check may be begun now. */
    public boolean hasRoom() {
        return running.size() < MOST_AT_ONCE;
    }

    /**
     * Begins a check.
     *
     * @param timeout how long it may take
     * @param listener is told what it has found, by this method or a later {@link #step}
     */
    public void begin(Probe.Network probe, PublishedPort port, Duration timeout, Consumer<ProbeResult> listener) {
        String address =
                port.address().equals(PublishedPort.EVERY_ADDRESS) ? PublishedPort.DEFAULT_ADDRESS : port.address();
        try {
            Check check = new Check(SocketChannel.open(), probe, timeout, listener);
            running.add(check);
            check.proceed(() -> check.connect(new InetSocketAddress(address, port.hostPort())));
        } catch (IOException e) {
            listener.accept(failure(e));
        }
    }

    /** Waits until a check can go on, but not longer than that, and has all that can go on do so. */
    public void step(Duration longest) throws IOException {
        long wait = longest.toNanos();
        if (!running.isEmpty()) {
            wait = Math.min(wait, running.getFirst().end - now());
        }
        if (wait > 0) {
            // Rounded up: the rest of a millisecond would be waited for by turning round.
            selector.select(this::proceed, TimeUnit.NANOSECONDS.toMillis(wait) + 1);
        } else {
            selector.selectNow(this::proceed);
        }
        long now = now();
        while (!running.isEmpty() && running.getFirst().end <= now) {
            running.getFirst().expire();
        }
    }

    private void proceed(SelectionKey key) {
        Check check = (Check) key.attachment();
        check.proceed(() -> check.proceed(key));
    }

    /** Ends a {@link #step} that waits, or else the next one; for any thread. */
    public void wake() {
        selector.wakeup();
    }

    /** Gives up what is under way. */
    @Override
    public void close() throws IOException {
        for (Check check : running) {
            check.channel.close();
        }
        running.clear();
        selector.close();
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private static ProbeResult failure(IOException e) {
        return ProbeResult.failure("the connection fails: " + e.getMessage());
    }

    private static String request(Probe.Network probe) {
        return switch (probe) {
            case Probe.Http http ->
                "GET " + http.path()
                        + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ristretto-health\r\nConnection: close\r\n\r\n";
            case Probe.Tcp tcp -> "";
        };
    }

    private interface Step {
        void take() throws IOException;
    }

    /** One connection: it is made, asked, and says something or is kept. */
    private final class Check {

        private final long number = begun++;
        private final SocketChannel channel;
        private final Probe.Network probe;
        private final Consumer<ProbeResult> listener;
        private final ByteBuffer request;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final ProbeResult late;
        private long end;

        Check(SocketChannel channel, Probe.Network probe, Duration timeout, Consumer<ProbeResult> listener) {
            this.channel = channel;
            this.probe = probe;
            this.listener = listener;
            this.request = ByteBuffer.wrap(request(probe).getBytes(StandardCharsets.US_ASCII));
            this.late = ProbeResult.failure("no answer in " + timeout.toMillis() + " ms");
            this.end = now() + timeout.toNanos();
        }

        void proceed(Step step) {
            try {
                step.take();
            } catch (ConnectException e) {
                finish(ProbeResult.failure("the connection is refused"));
            } catch (IOException e) {
                finish(failure(e));
            }
        }

        void connect(InetSocketAddress address) throws IOException {
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                ask(channel.register(selector, 0, this));
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, this);
            }
        }

        void proceed(SelectionKey key) throws IOException {
            if (key.isConnectable()) {
                channel.finishConnect();
                ask(key);
            } else if (key.isWritable()) {
                ask(key);
            } else {
                read();
            }
        }

        private void ask(SelectionKey key) throws IOException {
            channel.write(request);
            key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            if (probe instanceof Probe.Tcp) {
                running.remove(this);
                end = Math.min(end, now() + HOLD.toNanos());
                running.add(this);
            }
        }

        private void read() throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (probe instanceof Probe.Tcp) {
                finish(
                        count < 0
                                ? ProbeResult.failure("the connection is ended at once")
                                : ProbeResult.success("connected"));
                return;
            }
            line.write(buffer.array(), 0, Math.max(count, 0));
            String text = line.toString(StandardCharsets.ISO_8859_1);
            int lineEnd = text.indexOf('\n');
            if (lineEnd >= 0) {
                finish(judge(text.substring(0, lineEnd).stripTrailing()));
            } else if (count < 0 || line.size() >= LONGEST_LINE) {
                finish(judge(""));
            }
        }

        private static ProbeResult judge(String answer) {
            Matcher status = STATUS_LINE.matcher(answer);
            if (!status.matches()) {
                return ProbeResult.failure("the answer is not HTTP");
            }
            int code = Integer.parseInt(status.group(1));
            return new ProbeResult(code >= FIRST_GOOD_STATUS && code < FIRST_BAD_STATUS, "status " + code);
        }

        /** A connection that was only to last has lasted. */
        void expire() {
            boolean lasted = probe instanceof Probe.Tcp && channel.isConnected();
            finish(lasted ? ProbeResult.success("connected") : late);
        }

        private void finish(ProbeResult result) {
            running.remove(this);
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a connection of a health check cannot be closed", e);
            }
            listener.accept(result);
        }
    }
}
