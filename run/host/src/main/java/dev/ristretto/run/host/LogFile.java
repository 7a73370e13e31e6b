package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A log that processes append to, kept from growing without end. */
public final class LogFile {

    private LogFile() {}

    /**
     * Copies a log that has grown large to another file, in the place of what was there, and empties it. It is emptied
     * and not replaced, because whoever appends to it has it open: a JVM's last words go there too. What is written
     * between the copy and the end of this is lost.
     *
     * @param largest how many bytes may stay; nothing happens to a smaller file, or if there is none
     * @throws IOException if that fails; nothing is lost then
     */
    public static void setAside(Path log, Path aside, long largest) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= largest) {
            return;
        }
        Files.copy(log, aside, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
    }
}
