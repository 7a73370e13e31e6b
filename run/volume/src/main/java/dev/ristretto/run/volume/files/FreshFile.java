package dev.ristretto.run.volume.files;

import dev.ristretto.run.host.PrivateFiles;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is being written, which gets its name by one rename; without that nothing is left of it, also if a signal
 * ends the process. Nobody else may read it meanwhile.
 */
final class FreshFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final Thread hook = new Thread(this::abandon, "end of a file that is not finished");
    private boolean over;

    /** Begins one in a folder. */
    FreshFile(Path folder) throws IOException {
        String unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        path = folder.resolve(".ristretto." + unique + ".unfinished");
        channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PrivateFiles.FILE);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            abandon();
            channel.close();
            throw new ClosedByInterruptException();
        }
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    /** Gives it its name. */
    synchronized void moveTo(Path target, CopyOption... options) throws IOException {
        if (over) {
            throw new ClosedByInterruptException();
        }
        Files.move(path, target, options);
        over = true;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being ended, and whoever comes first deletes it.
        }
        try (channel) {
            abandon();
        }
    }

    private synchronized void abandon() {
        if (!over) {
            over = true;
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // Its name says what it is.
            }
        }
    }
}
