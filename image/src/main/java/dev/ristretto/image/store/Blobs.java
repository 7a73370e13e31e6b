package dev.ristretto.image.store;

import dev.ristretto.image.model.DamagedFileException;
import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The content-addressed files of a store. A file under its final name is complete; writers hold the store's lock. */
final class Blobs {
    /** Reports of large applications have an eighth of a megabyte, manifests and configurations less. */
    private static final long LARGEST_READ = 2L << 20;

    private final Path folder;

    Blobs(StoreFolder store) {
        this.folder = store.resolve("blobs").resolve("sha256");
    }

    /** @throws ImageException if it is not a digest; nothing else may become a part of a path */
    Path path(String digest) {
        Digest.check(digest);
        return folder.resolve(Digest.hex(digest));
    }

    /** Stores bytes and returns their digest; a file that is there and damaged is whole then. */
    String put(byte[] bytes) throws IOException {
        String digest = Digest.of(bytes);
        if (!holds(digest, bytes.length)) {
            StoreFolder.create(folder);
            StoreFolder.writeSoon(path(digest), bytes);
        }
        return digest;
    }

    /** Stores a copy of a file that is described; one that is there and damaged is whole then. */
    void put(OciDescriptor descriptor, Path file) throws IOException {
        if (!holds(descriptor.digest(), descriptor.size())) {
            try (InputStream content = Files.newInputStream(file)) {
                receive(descriptor.digest(), content);
            }
        }
    }

    private boolean holds(String digest, long size) throws IOException {
        Path target = path(digest);
        return Files.exists(target)
                && Files.size(target) == size
                && Digest.of(target).equals(digest);
    }

    /**
     * Stores what comes from elsewhere if it has the digest that it should have. No lock is held meanwhile: whoever
     * deletes what no image needs may delete it, before or after it is complete.
     *
     * @throws ImageException if it has another digest
     */
    void receive(String digest, InputStream content) throws IOException {
        Path target = path(digest);
        StoreFolder.create(folder);
        AtomicFile.replace(target, fresh -> {
            MessageDigest algorithm = Digest.algorithm();
            StoreFolder.createFile(fresh);
            if (Files.isExecutable(target)) {
                StoreFolder.makeExecutable(fresh);
            }
            try (OutputStream file = Files.newOutputStream(fresh)) {
                new DigestInputStream(content, algorithm).transferTo(file);
            }
            String found = Digest.format(algorithm.digest());
            if (!found.equals(digest)) {
                throw new ImageException("What was sent as " + digest + " has the digest " + found);
            }
        });
    }

    /** Whether there is a file of this digest and size. */
    boolean has(OciDescriptor descriptor) throws IOException {
        Path file = path(descriptor.digest());
        return Files.isRegularFile(file) && Files.size(file) == descriptor.size();
    }

    /** Reads a small blob and checks its digest. */
    byte[] read(String digest) throws IOException {
        if (Files.size(path(digest)) > LARGEST_READ) {
            throw new DamagedFileException(path(digest) + " is too large for what it is to be");
        }
        byte[] bytes = Files.readAllBytes(path(digest));
        if (!Digest.of(bytes).equals(digest)) {
            throw new DamagedFileException("the content of " + path(digest) + " does not match its name");
        }
        return bytes;
    }

    /** Sizes of all files by digest, left-overs of interrupted writes included. */
    Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (Path file : StoreFolder.files(folder)) {
            sizes.put(Digest.PREFIX + file.getFileName(), Files.size(file));
        }
        return sizes;
    }

    /** Deletes everything but the given digests, left-overs of interrupted writes included. */
    void retain(Set<String> digests) throws IOException {
        for (Path file : StoreFolder.files(folder)) {
            if (!digests.contains(Digest.PREFIX + file.getFileName())) {
                Files.deleteIfExists(file);
            }
        }
    }
}
