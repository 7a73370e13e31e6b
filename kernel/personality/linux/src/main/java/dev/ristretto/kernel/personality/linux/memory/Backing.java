package dev.ristretto.kernel.personality.linux.memory;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind one mapping that is not just private memory; all areas that were one once have it in common, also
 * those of copies of the process.
 */
final class Backing {
    private final @Nullable MappedFile file;
    private final boolean shared;
    private final @Nullable SharedPages pages;
    private final @Nullable AnonymousPages anonymous;
    private int areas;

    private Backing(
            @Nullable MappedFile file,
            boolean shared,
            @Nullable SharedPages pages,
            @Nullable AnonymousPages anonymous) {
        this.file = file;
        this.shared = shared;
        this.pages = pages;
        this.anonymous = anonymous;
    }

    /** Memory that belongs to all who have it, without a file. */
    static Backing anonymous() {
        return new Backing(null, true, null, new AnonymousPages());
    }

    /** A file of which each change is a private one. */
    static Backing privately(MappedFile file) {
        return new Backing(file, false, null, null);
    }

    /** A file whose pages are everybody's. */
    static Backing shared(MappedFile file, SharedPages pages) {
        return new Backing(file, true, pages, null);
    }

    @Nullable
    MappedFile file() {
        return file;
    }

    boolean isShared() {
        return shared;
    }

    /** The file's shared pages, if it is a shared mapping of a file. */
    @Nullable
    SharedPages pages() {
        return pages;
    }

    /** The pages of shared memory without a file, if it is that. */
    @Nullable
    AnonymousPages anonymousPages() {
        return anonymous;
    }

    /** One more area has it. */
    void retain() {
        if (areas++ == 0 && file != null) {
            file.mapped();
        }
    }

    /** One area less has it; whether that was the last one. */
    boolean release() {
        if (--areas > 0) {
            return false;
        }
        if (file != null) {
            file.unmapped();
        }
        if (anonymous != null) {
            anonymous.close();
        }
        return true;
    }
}
