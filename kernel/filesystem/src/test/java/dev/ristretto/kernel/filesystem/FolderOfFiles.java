package dev.ristretto.kernel.filesystem;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A folder of a few files by their names; a value that is a map is a folder. Counts how often it is looked into. */
record FolderOfFiles(Map<String, ?> entries, AtomicInteger looks) implements Folder {
    static final long MODIFIED = 77;

    FolderOfFiles(Map<String, ?> entries) {
        this(entries, new AtomicInteger());
    }

    @Override
    public List<String> names() {
        looks.incrementAndGet();
        return List.copyOf(entries.keySet());
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Folder folder(String name) {
        return entries.get(name) instanceof Map<?, ?> inner ? new FolderOfFiles((Map<String, ?>) inner) : null;
    }

    @Override
    public byte[] content(String name) {
        return (byte[]) Objects.requireNonNull(entries.get(name), name);
    }

    @Override
    public long modified() {
        return MODIFIED;
    }
}
