package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.run.host.BootIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which files have the content that their names tell, so that a large one is read once and not before every
 * start. What counts as the same file has the same number, size and times (stat(2), nanoseconds), and was checked since
 * the computer was started: after a power cut a file may look the same and hold nothing but zeros.
 *
 * <p>A memory only: whatever goes wrong with it, files are read again.
 */
final class CheckedContents {
    private static final String ATTRIBUTES = "unix:ino,size,lastModifiedTime,ctime";

    private final Path memory;

    CheckedContents(StoreFolder folder) {
        this.memory = folder.resolve("checked");
    }

    /**
     * Whether a file has the digest that is its name.
     *
     * @throws IOException if it cannot be read
     */
    boolean isIntact(Path file) throws IOException {
        String name = file.getFileName().toString();
        Optional<String> before = state(file);
        Map<String, String> known = read();
        if (before.isPresent() && before.get().equals(known.get(name))) {
            return true;
        }
        if (!Digest.hex(Digest.of(file)).equals(name)) {
            return false;
        }
        // Had it changed meanwhile, it would be unknown what was read.
        if (before.isPresent() && before.equals(state(file))) {
            known.put(name, before.get());
            write(known, file.resolveSibling(""));
        }
        return true;
    }

    private static Optional<String> state(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, ATTRIBUTES);
        return BootIdentity.current()
                .map(boot -> attributes.get("ino") + " " + attributes.get("size") + " "
                        + nanos(attributes.get("lastModifiedTime")) + " " + nanos(attributes.get("ctime")) + " "
                        + boot);
    }

    private static String nanos(@Nullable Object time) {
        return time instanceof FileTime known ? Long.toString(known.to(TimeUnit.NANOSECONDS)) : "";
    }

    private Map<String, String> read() {
        Map<String, String> known = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(memory, StandardCharsets.US_ASCII)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    known.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            known.clear();
        }
        return known;
    }

    private void write(Map<String, String> known, Path files) {
        known.keySet().removeIf(name -> !Files.exists(files.resolve(name)));
        StringBuilder text = new StringBuilder();
        known.forEach(
                (name, state) -> text.append(name).append(' ').append(state).append('\n'));
        try {
            StoreFolder.writeSoon(memory, text.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It is read again next time; the store may be one that can only be read.
        }
    }
}
