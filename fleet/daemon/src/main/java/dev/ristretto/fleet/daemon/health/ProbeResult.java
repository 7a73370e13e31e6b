package dev.ristretto.fleet.daemon.health;

/**
 * What one check has found.
 *
 * @param ok whether the instance is well
 * @param detail why, in a few words
 */
public record ProbeResult(boolean ok, String detail) {

    static ProbeResult success(String detail) {
        return new ProbeResult(true, detail);
    }

    /** One that says that the instance is not well. */
    public static ProbeResult failure(String detail) {
        return new ProbeResult(false, detail);
    }
}
