package dev.ristretto.kernel.posix;

import org.jspecify.annotations.Nullable;

/**
 * Who a process is (credentials(7)).
 *
 * @param user the number of its user
 * @param group the number of its group
 */
public record Credentials(int user, int group) {
    /** The one user that a unikernel knows. */
    public static final Credentials ROOT = new Credentials(0, 0);

    private static final String ROOT_NAME = "root";

    /** The name of a user or group, null if there is none of that number. */
    public static @Nullable String nameOf(int number) {
        return number == ROOT.user ? ROOT_NAME : null;
    }

    /** The number of a user or group, -1 if there is none of that name. */
    public static int numberOf(String name) {
        return name.equals(ROOT_NAME) ? ROOT.user : -1;
    }
}
