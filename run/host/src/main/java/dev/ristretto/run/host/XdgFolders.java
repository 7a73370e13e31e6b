package dev.ristretto.run.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's files belong (XDG Base Directory Specification 0.8). Each is the folder {@code ristretto} below the
 * base directory, absolute, and need not exist yet. Immutable.
 */
public final class XdgFolders {

    private static final String NAME = "ristretto";

    private final Map<String, String> environment;

    private XdgFolders(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The folders of a user.
     *
     * @param environment environment variables; where {@code HOME} is not among them, the system property {@code
     *     user.home} counts
     */
    public static XdgFolders of(Map<String, String> environment) {
        return new XdgFolders(Map.copyOf(environment));
    }

    /** Files worth keeping: {@code $XDG_DATA_HOME}. */
    public Path data() {
        return folder("XDG_DATA_HOME", ".local/share");
    }

    /** The user's settings: {@code $XDG_CONFIG_HOME}. */
    public Path config() {
        return folder("XDG_CONFIG_HOME", ".config");
    }

    /** What should survive a restart but is not worth keeping, such as logs: {@code $XDG_STATE_HOME}. */
    public Path state() {
        return folder("XDG_STATE_HOME", ".local/state");
    }

    /** What can be made or found out again: {@code $XDG_CACHE_HOME}. */
    public Path cache() {
        return folder("XDG_CACHE_HOME", ".cache");
    }

    /**
     * Sockets and the like, gone with the user's last session: {@code $XDG_RUNTIME_DIR}; empty if that is not set, for
     * which there is no substitute.
     */
    public Optional<Path> runtime() {
        return base("XDG_RUNTIME_DIR").map(base -> base.resolve(NAME));
    }

    private Path folder(String variable, String underHome) {
        return base(variable)
                .orElseGet(() -> Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), underHome))
                .resolve(NAME);
    }

    /** A relative path in a variable counts as unset, the specification says. */
    private Optional<Path> base(String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.startsWith("/") ? Optional.of(Path.of(value)) : Optional.empty();
    }
}
