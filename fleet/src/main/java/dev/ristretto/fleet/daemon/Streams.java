package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.Fleet;
import dev.ristretto.fleet.api.ConsoleText;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.console.ConsoleReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Answers that go on: events and consoles, followed. They end when the client is gone, which a heartbeat finds out. */
final class Streams {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int BUFFER = 16 * 1024;
    private static final int EVENTS_AT_ONCE = 500;

    private final Fleet fleet;

    Streams(Fleet fleet) {
        this.fleet = fleet;
    }

    void events(long after, OutputStream output) throws IOException, InterruptedException {
        long last = after;
        while (true) {
            List<Event> events = fleet.events(last, EVENTS_AT_ONCE, HEARTBEAT);
            for (Event event : events) {
                output.write(Exchange.event("event", event));
                last = event.sequence();
            }
            if (events.isEmpty()) {
                output.write(Exchange.heartbeat());
            }
            output.flush();
        }
    }

    /** Ends with the instance. */
    void console(String name, ConsoleReader reader, OutputStream output) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer undecoded = ByteBuffer.allocate(BUFFER + 8);
        CharBuffer text = CharBuffer.allocate(BUFFER + 8);
        Duration silence = Duration.ZERO;
        while (true) {
            // Asked before reading, so that nothing is missed that was written before the end.
            boolean active = fleet.isActive(name);
            int count = reader.read(buffer);
            if (count > 0) {
                undecoded.put(buffer, 0, count).flip();
                decoder.decode(undecoded, text, false);
                undecoded.compact();
                output.write(
                        Exchange.event("console", new ConsoleText(text.flip().toString())));
                text.clear();
                silence = Duration.ZERO;
                continue;
            }
            output.flush();
            if (!active) {
                output.write(Exchange.event("end", new ConsoleText("")));
                return;
            }
            Thread.sleep(PAUSE);
            silence = silence.plus(PAUSE);
            if (silence.compareTo(HEARTBEAT) > 0) {
                output.write(Exchange.heartbeat());
                silence = Duration.ZERO;
            }
        }
    }
}
