package dev.ristretto.fleet.daemon.control;

import dev.ristretto.fleet.daemon.store.DatabaseFaults;

/** What a test does to a fleet behind its back. */
public final class SimulatedTrouble {

    private SimulatedTrouble() {}

    /** Lets its database fail. */
    public static DatabaseFaults database(Fleet fleet) {
        return new DatabaseFaults(fleet.database());
    }

    /** Has it see at once that time has passed. */
    public static void wake(Fleet fleet) {
        fleet.wake();
    }
}
