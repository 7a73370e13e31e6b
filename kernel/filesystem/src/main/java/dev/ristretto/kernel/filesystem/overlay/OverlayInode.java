package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What files of all kinds have alike: properties, which are the lower file's until they change, and how many names and
 * users there are.
 *
 * @param <I> the kind of file
 */
abstract class OverlayInode<I extends Inode> {
    private final OverlayInodes inodes;
    private final long number;
    private final @Nullable I lower;
    /** What has the properties: the lower file, then the upper one. */
    private volatile I current;

    private int links;
    private int openings;
    private boolean gone;

    /**
     * A file as it is in the lower volume, or a new one without a name yet.
     *
     * @param lower null for a new one
     * @param current the same as {@code lower}, or an upper file that nobody else uses
     */
    OverlayInode(OverlayInodes inodes, long number, @Nullable I lower, I current) {
        this.inodes = inodes;
        this.number = number;
        this.lower = lower;
        this.current = current;
        links = lower == null ? 0 : lower instanceof Directory ? 1 : lower.links();
    }

    /** Makes an empty upper file of this kind, as far as it cannot be changed afterwards like {@code model}. */
    abstract I make(Directory directory, String name, I model) throws FileFault;

    final OverlayInodes inodes() {
        return inodes;
    }

    final @Nullable I lower() {
        return lower;
    }

    final I current() {
        return current;
    }

    /**
     * What changes are made to: the upper file, which gets the lower one's properties if it has to be made first. That
     * alone changes nothing that can be seen.
     *
     * @throws FileFault NOT_FOUND if nobody can reach this file any more, or what reading below or writing above fails
     *     with
     */
    final synchronized I upper() throws FileFault {
        if (gone) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, "inode " + number);
        }
        I model = current;
        if (model != lower) {
            return model;
        }
        I copy = inodes.create((directory, name) -> make(directory, name, model));
        try {
            copyProperties(model, copy);
        } catch (FileFault e) {
            copy.close();
            throw e;
        }
        current = copy;
        inodes.keep(this);
        return copy;
    }

    private static void copyProperties(Inode from, Inode to) throws FileFault {
        long changed = from.changed();
        for (String name : from.attributes()) {
            to.setAttribute(name, from.attribute(name), changed);
        }
        to.setPermissions(from.permissions(), changed);
        to.setOwner(from.user(), from.group(), changed);
        to.setTimes(from.accessed(), from.modified(), changed);
    }

    /** Its names have changed. */
    final synchronized void stamp(long now) throws FileFault {
        I upper = upper();
        upper.setTimes(upper.accessed(), upper.modified(), now);
    }

    /** The same, for a name that it is about to lose, unless nobody will be there to see. */
    final synchronized void stampUnlessLast(long now) throws FileFault {
        if (links > 1 || openings > 0) {
            stamp(now);
        }
    }

    /** It got a name. */
    final synchronized void linked() {
        links++;
    }

    /** It lost a name. */
    final synchronized void unlinked() {
        links--;
        releaseIfUnused();
    }

    private void releaseIfUnused() {
        if (links <= 0 && openings == 0 && !gone) {
            gone = true;
            if (current != lower) {
                current.close();
            }
            inodes.forget(this);
        }
    }

    public final long number() {
        return number;
    }

    public long size() {
        return current.size();
    }

    public final int permissions() {
        return current.permissions();
    }

    public final synchronized void setPermissions(int bits, long now) throws FileFault {
        upper().setPermissions(bits, now);
    }

    public final int user() {
        return current.user();
    }

    public final int group() {
        return current.group();
    }

    public final synchronized void setOwner(int user, int group, long now) throws FileFault {
        upper().setOwner(user, group, now);
    }

    public final long created() {
        return lower == null ? current.created() : lower.created();
    }

    public final long accessed() {
        return current.accessed();
    }

    public final long modified() {
        return current.modified();
    }

    public final long changed() {
        return current.changed();
    }

    public final synchronized void setTimes(long accessTime, long modificationTime, long now) throws FileFault {
        upper().setTimes(accessTime, modificationTime, now);
    }

    public final synchronized int links() {
        return links;
    }

    public final synchronized void open() {
        openings++;
    }

    public final synchronized void close() {
        openings--;
        releaseIfUnused();
    }

    public final List<String> attributes() throws FileFault {
        return current.attributes();
    }

    public final byte @Nullable [] attribute(String name) throws FileFault {
        return current.attribute(name);
    }

    public final synchronized void setAttribute(String name, byte @Nullable [] value, long now) throws FileFault {
        upper().setAttribute(name, value, now);
    }

    /** Nothing is more durable than the volume's object. */
    public final void sync() {}
}
