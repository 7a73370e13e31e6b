package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What files really take of the disk, which is less than their length if they have holes. */
public final class AllocatedSize {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What st_blocks counts (stat(2)). */
    private static final long BLOCK = 512;

    private AllocatedSize() {}

    /**
     * Bytes of the blocks that files have, as stat(1) tells: Java does not know. Without that program it is their
     * length.
     *
     * @return by file; those that are not there are left out
     */
    public static Map<Path, Long> of(Collection<Path> files) throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                sizes.put(file, Files.size(file));
            }
        }
        if (sizes.isEmpty()) {
            return sizes;
        }
        List<String> command = new ArrayList<>(List.of("stat", "-L", "-c", "%b %n", "--"));
        sizes.keySet().forEach(file -> command.add(file.toString()));
        try {
            for (String line : Command.run(command, PATIENCE).output().split("\n", -1)) {
                String[] words = line.split(" ", 2);
                if (words.length == 2 && words[0].matches("\\d{1,15}")) {
                    long bytes = Long.parseLong(words[0]) * BLOCK;
                    sizes.computeIfPresent(Path.of(words[1]), (file, length) -> bytes);
                }
            }
        } catch (IOException e) {
            return sizes;
        }
        return sizes;
    }
}
