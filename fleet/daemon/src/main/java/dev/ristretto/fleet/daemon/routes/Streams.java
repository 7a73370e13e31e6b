package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.ConsoleText;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.daemon.console.ConsoleReader;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.ServerSentEvents;
import dev.ristretto.fleet.daemon.model.EventQuery;
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
public final class Streams {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** Small, because there may be a thousand of them. */
    private static final int BUFFER = 4 * 1024;

    private static final int EVENTS_AT_ONCE = 100;

    private final Fleet fleet;

    /** Streams of what happens in a fleet. */
    public Streams(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Writes an answer that goes on. */
    interface Writer {
        void write(OutputStream output) throws IOException, InterruptedException;
    }

    /** Answers by a stream. */
    void answer(Exchange exchange, Writer writer) throws IOException, InterruptedException {
        try (OutputStream output = exchange.stream(Answer.EVENTS)) {
            writer.write(output);
        }
    }

    void events(EventQuery query, OutputStream output) throws IOException, InterruptedException {
        EventQuery rest = query;
        // The header is sent at once, so that the client knows that it is served.
        output.flush();
        while (true) {
            List<Event> events = fleet.awaitEvents(rest, EVENTS_AT_ONCE, HEARTBEAT);
            for (Event event : events) {
                output.write(ServerSentEvents.event(event.sequence(), "event", event));
            }
            if (!events.isEmpty()) {
                rest = rest.from(events.getLast().sequence());
            }
            if (events.isEmpty()) {
                output.write(ServerSentEvents.heartbeat());
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
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            // Asked before reading, so that nothing is missed that was written before the end.
            boolean active = fleet.instances().isActive(name);
            int count = reader.read(buffer);
            if (count > 0) {
                undecoded.put(buffer, 0, count).flip();
                decoder.decode(undecoded, text, false);
                undecoded.compact();
                output.write(ServerSentEvents.event(
                        "console", new ConsoleText(text.flip().toString())));
                text.clear();
                silence = Duration.ZERO;
                pause = SHORTEST_PAUSE;
                continue;
            }
            output.flush();
            if (!active) {
                output.write(ServerSentEvents.event("end", new ConsoleText("")));
                return;
            }
            Thread.sleep(pause);
            silence = silence.plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            if (silence.compareTo(HEARTBEAT) > 0) {
                output.write(ServerSentEvents.heartbeat());
                silence = Duration.ZERO;
            }
        }
    }
}
