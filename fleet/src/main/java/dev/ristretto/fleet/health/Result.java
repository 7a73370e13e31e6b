package dev.ristretto.fleet.health;

/**
 * What one check has found.
 *
 * @param ok whether the instance is well
 * @param detail why, in a few words
 */
public record Result(boolean ok, String detail) {

    static Result success(String detail) {
        return new Result(true, detail);
    }

    /** One that says that the instance is not well. */
    public static Result failure(String detail) {
        return new Result(false, detail);
    }
}
