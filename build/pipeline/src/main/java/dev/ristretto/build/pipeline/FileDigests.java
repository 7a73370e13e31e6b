package dev.ristretto.build.pipeline;

import dev.ristretto.image.model.Digest;
import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Digests of files and folders, remembered by path, size and time of last change, so that a large class path is not
 * read again. A file changed less than a second ago is never remembered: it may change again unseen. Not thread-safe.
 */
final class FileDigests {
    private static final int MOST_ENTRIES = 20_000;
    private static final long SETTLED_MILLIS = 1000;

    private record Known(long size, long modified, String digest) {}

    private final Path file;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private boolean changed;

    /** @param file where digests are remembered between builds */
    FileDigests(Path file) {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] fields = line.split("\t", 4);
                if (fields.length == 4) {
                    known.put(fields[3], new Known(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2]));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Only a memory: without it, or with a damaged one, everything is read again.
            known.clear();
        }
    }

    /** The digest of a file's bytes, or of a folder's relative names and bytes in sorted order. */
    String of(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return ofFile(path);
        }
        MessageDigest digest = Digest.algorithm();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path inside : files) {
            String line = path.relativize(inside) + "\0" + ofFile(inside) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Digest.format(digest.digest());
    }

    private String ofFile(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        BasicFileAttributes attributes = Files.readAttributes(absolute, BasicFileAttributes.class);
        long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        Known present = known.remove(absolute.toString());
        if (present != null && present.size == attributes.size() && present.modified == modified) {
            known.put(absolute.toString(), present);
            return present.digest;
        }
        changed = true;
        String digest = Digest.of(absolute);
        if (System.currentTimeMillis() - attributes.lastModifiedTime().toMillis() > SETTLED_MILLIS) {
            known.put(absolute.toString(), new Known(attributes.size(), modified, digest));
        }
        return digest;
    }

    /** Remembers what was learnt, the most recently used entries if there are too many. */
    void save() throws IOException {
        if (!changed) {
            return;
        }
        StringBuilder text = new StringBuilder();
        known.entrySet().stream()
                .skip(Math.max(0, known.size() - MOST_ENTRIES))
                .forEach(entry -> text.append(entry.getValue().size)
                        .append('\t')
                        .append(entry.getValue().modified)
                        .append('\t')
                        .append(entry.getValue().digest)
                        .append('\t')
                        .append(entry.getKey())
                        .append('\n'));
        AtomicFile.writeSoon(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
