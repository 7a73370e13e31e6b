package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** This start of the computer; it does not change while this process lives. */
public final class BootIdentity {

    private static final Optional<String> CURRENT = read();

    private BootIdentity() {}

    /** What names it (random(4), {@code /proc/sys/kernel/random/boot_id}); empty if that cannot be found out. */
    public static Optional<String> current() {
        return CURRENT;
    }

    private static Optional<String> read() {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
