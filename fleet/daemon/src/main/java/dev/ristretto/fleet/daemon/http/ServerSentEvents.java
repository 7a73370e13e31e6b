package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.daemon.model.FleetJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The lines of a stream of events (HTML standard, section 9.2). */
public final class ServerSentEvents {

    private ServerSentEvents() {}

    /** An event that a client knows by its name. */
    public static byte[] event(String name, Object data) throws IOException {
        return ("event: " + name + "\ndata: " + FleetJson.MAPPER.writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The same with a number, from which a client can go on. */
    public static byte[] event(long id, String name, Object data) throws IOException {
        return ("id: " + id + "\nevent: " + name + "\ndata: " + FleetJson.MAPPER.writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A comment, by which the server learns whether the client is still there. */
    public static byte[] heartbeat() {
        return ":\n\n".getBytes(StandardCharsets.UTF_8);
    }
}
