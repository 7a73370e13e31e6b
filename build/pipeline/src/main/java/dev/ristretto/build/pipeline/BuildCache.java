package dev.ristretto.build.pipeline;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.StableJson;
import dev.ristretto.run.host.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Results of earlier builds by the digest of their inputs, the least recently used dropped beyond a total size. Safe
 * for several processes: an entry appears complete or not at all.
 */
final class BuildCache {
    private static final String KERNEL = "kernel.elf";
    private static final String DEBUG = "debug.elf";
    private static final String REPORT = "report.json";
    /** The digests of the others, in this order. */
    private static final String DIGESTS = "digests";

    private final Path folder;
    private final long mostBytes;

    /** @param mostBytes how much the kernels of all results may take together */
    BuildCache(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /** A finished build. */
    record Entry(byte[] kernel, byte[] debug, ImageReport report) {}

    Optional<Entry> find(String digest) {
        Path entry = folder.resolve(Digest.hex(digest));
        try {
            if (!Files.isDirectory(entry)) {
                return Optional.empty();
            }
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
            byte[] kernel = Files.readAllBytes(entry.resolve(KERNEL));
            byte[] debug = Files.readAllBytes(entry.resolve(DEBUG));
            byte[] report = Files.readAllBytes(entry.resolve(REPORT));
            // After a power cut files may be there and hold nothing but zeros.
            if (!Files.readString(entry.resolve(DIGESTS)).equals(digests(kernel, debug, report))) {
                return Optional.empty();
            }
            return Optional.of(new Entry(kernel, debug, StableJson.read(report, ImageReport.class)));
        } catch (IOException e) {
            // Another process may just have dropped it; a damaged entry is replaced by the build that follows.
            return Optional.empty();
        }
    }

    private static String digests(byte[]... files) {
        StringBuilder lines = new StringBuilder();
        for (byte[] file : files) {
            lines.append(Digest.of(file)).append('\n');
        }
        return lines.toString();
    }

    void put(String digest, Entry entry) throws IOException {
        Files.createDirectories(folder);
        Path temporary = Files.createTempDirectory(folder, ".new-");
        try {
            Files.write(temporary.resolve(KERNEL), entry.kernel());
            Files.write(temporary.resolve(DEBUG), entry.debug());
            byte[] report = StableJson.write(entry.report());
            Files.write(temporary.resolve(REPORT), report);
            Files.writeString(temporary.resolve(DIGESTS), digests(entry.kernel(), entry.debug(), report));
            Path target = folder.resolve(Digest.hex(digest));
            FileTrees.delete(target);
            Files.move(temporary, target);
        } finally {
            FileTrees.delete(temporary);
        }
        prune();
    }

    private void prune() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> stream = Files.list(folder)) {
            stream.filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
                    .forEach(entries::add);
        }
        entries.sort(Comparator.comparing(FileTrees::modified).reversed());
        long total = 0;
        for (Path entry : entries) {
            Path kernel = entry.resolve(KERNEL);
            total += Files.exists(kernel) ? Files.size(kernel) : 0;
            if (total > mostBytes) {
                FileTrees.delete(entry);
            }
        }
    }
}
