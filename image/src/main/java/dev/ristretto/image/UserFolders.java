package dev.ristretto.image;

import java.nio.file.Path;

/** Where a user's files belong (XDG base directory specification 0.8). */
final class UserFolders {
    private UserFolders() {}

    /** Files worth keeping. */
    static Path data() {
        return folder("XDG_DATA_HOME", ".local/share");
    }

    /** Files that can be made again. */
    static Path cache() {
        return folder("XDG_CACHE_HOME", ".cache");
    }

    private static Path folder(String variable, String fallback) {
        String value = System.getenv(variable);
        // The specification says that relative paths are to be ignored.
        Path base = value != null && Path.of(value).isAbsolute()
                ? Path.of(value)
                : Path.of(System.getProperty("user.home"), fallback);
        return base.resolve("ristretto");
    }
}
