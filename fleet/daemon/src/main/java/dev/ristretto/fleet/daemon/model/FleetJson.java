package dev.ristretto.fleet.daemon.model;

import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON as the daemon writes and reads it, on the wire and in its database: what is unknown is refused. */
public final class FleetJson {

    /** Safe for use by several threads; nobody configures it further. */
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private FleetJson() {}
}
