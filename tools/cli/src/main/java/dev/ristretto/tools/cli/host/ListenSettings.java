package dev.ristretto.tools.cli.host;

import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the daemon listens besides its socket: kept in a file, because any command may start the daemon. */
public final class ListenSettings {

    private final FleetFolders folders;

    ListenSettings(FleetFolders folders) {
        this.folders = folders;
    }

    private Path file() {
        return folders.data().resolve("listen");
    }

    /** Address and port, then the files of certificate and key if it takes them; nothing if it listens nowhere else. */
    public List<String> read() {
        try {
            return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets them for every daemon that is started from now on. */
    public void write(List<String> settings) {
        folders.create();
        try {
            if (settings.isEmpty()) {
                Files.deleteIfExists(file());
            } else {
                AtomicFile.write(file(), String.join("\n", settings) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
