package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The one lock of a volume, and what every use of it goes through: changes happen wholly or are taken back; what cannot
 * be on the device, or a commit that fails, makes the volume read-only. Safe for use by several threads.
 */
final class Operations {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Metadata metadata;
    private final Clock clock;
    private @Nullable String whyReadOnly;
    private boolean closed;
    private int depth;

    /** {@code whyReadOnly} is null if the volume may be changed. */
    Operations(Metadata metadata, Clock clock, @Nullable String whyReadOnly) {
        this.metadata = metadata;
        this.clock = clock;
        this.whyReadOnly = whyReadOnly;
    }

    /** What is done with the volume. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws FileFault;
    }

    /** What is done to the volume. */
    @FunctionalInterface
    interface Change {
        void run() throws FileFault;
    }

    long now() {
        return clock.nanoseconds();
    }

    long nowSeconds() {
        return Math.floorDiv(now(), NANOS_PER_SECOND);
    }

    synchronized @Nullable String whyReadOnly() {
        return whyReadOnly;
    }

    /** Looks at something. */
    synchronized <T> T read(Work<T> work) throws FileFault {
        requireOpen();
        depth++;
        try {
            return work.run();
        } catch (IndexOutOfBoundsException e) {
            throw aliased(e);
        } finally {
            leave();
        }
    }

    /** Changes something without a result. */
    void change(Change change) throws FileFault {
        boolean unused = change(() -> {
            change.run();
            return true;
        });
    }

    /** Changes something, wholly or not at all. Inside of another change it is a part of that. */
    synchronized <T> T change(Work<T> work) throws FileFault {
        requireOpen();
        requireWritable();
        if (depth > 0) {
            return work.run();
        }
        if (metadata.journal().full()) {
            commit();
        }
        try {
            return attempt(work);
        } catch (FileFault e) {
            boolean again = e.reason() == FileFault.Reason.NO_SPACE
                    && metadata.journal().holdsFreed();
            if (!again) {
                throw e;
            }
            // What was given free may be used once that is durable.
            commit();
            return attempt(work);
        }
    }

    private <T> T attempt(Work<T> work) throws FileFault {
        depth++;
        metadata.journal().begin();
        try {
            T result = work.run();
            metadata.journal().end();
            return result;
        } catch (FileFault e) {
            metadata.journal().undo();
            if (e.reason() == FileFault.Reason.CORRUPT) {
                giveUp(String.valueOf(e.getMessage()));
            }
            throw e;
        } catch (IndexOutOfBoundsException e) {
            metadata.journal().undo();
            giveUp("blocks are used twice");
            throw aliased(e);
        } finally {
            leave();
        }
    }

    /** Makes everything durable. */
    synchronized void sync() throws FileFault {
        requireOpen();
        if (whyReadOnly == null) {
            commit();
        } else if (metadata.journal().pending()) {
            // Not all that was done before is durable, and never will be.
            throw new FileFault(FileFault.Reason.IO, whyReadOnly);
        }
    }

    /** Ends all use of the volume; {@code last} is done before everything is made durable. */
    synchronized void close(Change last) throws FileFault {
        if (closed) {
            return;
        }
        try {
            if (whyReadOnly == null) {
                last.run();
            } else {
                sync();
            }
        } finally {
            closed = true;
        }
    }

    /** Nothing is changed from now on; remembers in the superblock that something cannot be. */
    private void giveUp(String why) {
        metadata.journal().begin();
        metadata.changeSuperblock().countError(nowSeconds(), 0);
        metadata.superblock().seal();
        metadata.journal().end();
        try {
            metadata.journal().commit(now());
        } catch (BlockFault e) {
            // Who reads next finds the same fault again.
            whyReadOnly = e.getMessage();
        }
        whyReadOnly = why;
    }

    private void commit() throws FileFault {
        try {
            metadata.journal().commit(now());
        } catch (BlockFault e) {
            whyReadOnly = e.getMessage();
            throw Metadata.io(e);
        }
    }

    private void leave() {
        depth--;
        if (depth == 0) {
            metadata.cache().trim();
        }
    }

    private void requireOpen() throws FileFault {
        if (closed) {
            throw new FileFault(FileFault.Reason.IO, "the volume is not mounted any more");
        }
    }

    private void requireWritable() throws FileFault {
        if (whyReadOnly != null) {
            throw new FileFault(FileFault.Reason.READ_ONLY, whyReadOnly);
        }
    }

    /** Blocks that are used for two things at once change under each other: only the bounds of arrays find that. */
    private static FileFault aliased(IndexOutOfBoundsException e) {
        return new FileFault(FileFault.Reason.CORRUPT, "blocks are used twice", e);
    }
}
