package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.ext4.layout.Extent;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.IndirectMap;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What files of all kinds have alike. There is one object for each inode that somebody uses. */
abstract class Ext4Inode {
    private final Ext4Parts parts;
    private final long number;
    private final InodeFields fields;
    private int openings;
    private boolean gone;

    Ext4Inode(Ext4Parts parts, long number, InodeFields fields) {
        this.parts = parts;
        this.number = number;
        this.fields = fields;
    }

    final Ext4Parts parts() {
        return parts;
    }

    final Operations operations() {
        return parts.operations();
    }

    /** The numbers in it, to be read. */
    final InodeFields fields() {
        return fields;
    }

    /** The numbers in it, to be changed; {@link #store} has to follow in the same operation. */
    final InodeFields edit() {
        byte[] before = fields.raw().clone();
        parts.metadata().journal().onUndo(() -> System.arraycopy(before, 0, fields.raw(), 0, before.length));
        return fields;
    }

    final void store() throws FileFault {
        parts.table().write(number, fields.raw());
    }

    /** Where blocks of it are, or a hole. */
    final Extent map(long logical) throws FileFault {
        return fields.has(InodeFields.EXTENTS)
                ? parts.tree(this).find(logical)
                : new IndirectMap(parts.metadata(), fields).find(logical);
    }

    final void addBlocks(long difference) {
        int size = parts.metadata().blockSize();
        boolean mayBeHuge = parts.metadata().superblock().hasReadOnly(Features.HUGE_FILE);
        fields.setBlocks(Math.max(fields.blocks(size) + difference, 0), size, mayBeHuge);
    }

    /** Whether its number may have been given to another file. */
    final boolean gone() {
        return gone;
    }

    final void setGone() {
        gone = true;
        parts.metadata().journal().onUndo(() -> gone = false);
    }

    final boolean opened() {
        return openings > 0;
    }

    /** NOT_FOUND if it was deleted, NOT_PERMITTED if it says that it must not be changed. */
    final void requireChangeable(int forbidden) throws FileFault {
        if (gone) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, "inode " + number);
        }
        if (fields.has(forbidden)) {
            throw new FileFault(FileFault.Reason.NOT_PERMITTED, "inode " + number + " is immutable");
        }
    }

    /** Changes numbers in it; also sets when it was changed. */
    final void update(long now, Update update) throws FileFault {
        operations().change(() -> {
            requireChangeable(InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
            InodeFields edited = edit();
            update.apply(edited);
            edited.setTime(InodeFields.CHANGED, now);
            store();
        });
    }

    /** A change of numbers. */
    @FunctionalInterface
    interface Update {
        void apply(InodeFields fields);
    }

    public final long number() {
        return number;
    }

    public long size() {
        synchronized (operations()) {
            return fields.size();
        }
    }

    public final int permissions() {
        synchronized (operations()) {
            return fields.mode() & Inode.PERMISSION_BITS;
        }
    }

    public final void setPermissions(int bits, long now) throws FileFault {
        update(now, edited -> edited.setMode(edited.mode() & InodeFields.KIND | bits & Inode.PERMISSION_BITS));
    }

    public final int user() {
        synchronized (operations()) {
            return fields.user();
        }
    }

    public final int group() {
        synchronized (operations()) {
            return fields.group();
        }
    }

    public final void setOwner(int user, int group, long now) throws FileFault {
        update(now, edited -> edited.setOwner(user, group));
    }

    public final long created() {
        synchronized (operations()) {
            return fields.created();
        }
    }

    public final long accessed() {
        return time(InodeFields.ACCESSED);
    }

    public final long modified() {
        return time(InodeFields.MODIFIED);
    }

    public final long changed() {
        return time(InodeFields.CHANGED);
    }

    public final void setTimes(long accessTime, long modificationTime, long now) throws FileFault {
        update(now, edited -> {
            edited.setTime(InodeFields.ACCESSED, accessTime);
            edited.setTime(InodeFields.MODIFIED, modificationTime);
        });
    }

    public final int links() {
        synchronized (operations()) {
            return fields.links();
        }
    }

    public final void open() {
        synchronized (operations()) {
            openings++;
        }
    }

    public final void close() {
        synchronized (operations()) {
            openings--;
            if (openings == 0 && fields.links() == 0 && !gone && operations().whyReadOnly() == null) {
                parts.orphans().reclaim(this);
            }
        }
    }

    public final List<String> attributes() throws FileFault {
        return operations().read(() -> new ExtendedAttributes(parts, this).names());
    }

    public final byte @Nullable [] attribute(String name) throws FileFault {
        return operations()
                .read(() -> Optional.ofNullable(new ExtendedAttributes(parts, this).get(name)))
                .orElse(null);
    }

    public final void setAttribute(String name, byte @Nullable [] value, long now) throws FileFault {
        operations().change(() -> {
            requireChangeable(InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
            InodeFields edited = edit();
            new ExtendedAttributes(parts, this).set(name, value);
            edited.setTime(InodeFields.CHANGED, now);
            store();
        });
    }

    public final void sync() throws FileFault {
        operations().sync();
    }

    private long time(int field) {
        synchronized (operations()) {
            return fields.time(field);
        }
    }
}
