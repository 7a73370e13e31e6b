package dev.ristretto.fleet.api;

import java.util.Locale;

/** What somebody may do, from least to most. */
public enum Role {
    /** Sees everything and changes nothing. */
    VIEWER,
    /** Makes, starts, stops and removes instances as well. */
    OPERATOR,
    /** May do everything, to the daemon itself too. */
    ADMIN;

    /** Whether this role may do what another one may. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }

    /** As it is written on the command line and in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
