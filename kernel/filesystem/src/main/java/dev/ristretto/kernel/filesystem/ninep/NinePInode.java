package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Inode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What files of all kinds have alike. Properties are asked of the server each time, for others may change the file;
 * where it does not tell them any more, they stay what it told last.
 */
abstract class NinePInode {
    private final NinePInodes files;
    private final long number;
    private NinePAttributes attributes;
    /** The directory that it was last found in; null for the root. */
    private @Nullable NinePDirectory parent;

    private String name = "";
    private int fid = NinePMessage.NO_FID;
    private int openings;

    NinePInode(NinePInodes files, NinePAttributes attributes) {
        this.files = files;
        this.attributes = attributes;
        number = attributes.qid().path();
    }

    public abstract FileKind kind();

    final NinePInodes files() {
        return files;
    }

    final NinePClient client() {
        return files.client();
    }

    /** What the server told last. */
    final NinePAttributes lastTold() {
        return attributes;
    }

    final void told(NinePAttributes news) {
        attributes = news;
    }

    /** Asks for what may have changed. */
    final NinePAttributes ask() throws FileFault {
        NinePAttributes news = client().attributes(handle());
        if (news.qid().path() != number) {
            throw new FileFault(Reason.NOT_FOUND, name);
        }
        attributes = news;
        return news;
    }

    /** Asks for what may have changed, as far as the server tells. */
    final NinePAttributes refresh() {
        try {
            return ask();
        } catch (FileFault e) {
            if (e.reason() == Reason.NOT_FOUND) {
                attributes = attributes.nameless();
            }
            return attributes;
        }
    }

    /** The fid to ask for its properties. */
    int handle() throws FileFault {
        return files.fidOf(this);
    }

    final void change(NinePChange change) throws FileFault {
        synchronized (files) {
            files.requireWritable(name);
            client().setAttributes(handle(), change);
        }
    }

    final boolean hasFid() {
        return fid != NinePMessage.NO_FID;
    }

    final int fid() {
        return fid;
    }

    /** The fid that it had before. */
    final int replaceFid(int fresh) {
        int before = fid;
        fid = fresh;
        return before;
    }

    /** Gives back what it has of the server. */
    void releaseAll() {
        if (hasFid()) {
            files.fids().release(replaceFid(NinePMessage.NO_FID));
        }
    }

    final @Nullable NinePDirectory parentOrNull() {
        return parent;
    }

    /** Where it was found last. The root, which is found nowhere, has a fid as long as it is mounted; else IO. */
    final NinePDirectory foundIn() throws FileFault {
        if (parent == null) {
            throw new FileFault(Reason.IO, "the folder is not mounted any more");
        }
        return parent;
    }

    final String name() {
        return name;
    }

    final void named(NinePDirectory directory, String newName) {
        parent = directory;
        name = newName;
    }

    final boolean isNamed(NinePDirectory directory, String other) {
        return parent == directory && name.equals(other);
    }

    /** Whether the server has said that it has no name any more. */
    final boolean isGone() {
        return attributes.links() == 0;
    }

    public final long number() {
        return number;
    }

    public final long size() {
        synchronized (files) {
            return refresh().size();
        }
    }

    public final int permissions() {
        synchronized (files) {
            return refresh().mode() & Inode.PERMISSION_BITS;
        }
    }

    public final void setPermissions(int bits, long now) throws FileFault {
        change(NinePChange.ofPermissions(bits & Inode.PERMISSION_BITS));
    }

    public final int user() {
        synchronized (files) {
            return refresh().user();
        }
    }

    public final int group() {
        synchronized (files) {
            return refresh().group();
        }
    }

    public final void setOwner(int user, int group, long now) throws FileFault {
        change(NinePChange.ofOwner(user, group));
    }

    public final long created() {
        synchronized (files) {
            return refresh().created();
        }
    }

    public final long accessed() {
        synchronized (files) {
            return refresh().accessed();
        }
    }

    public final long modified() {
        synchronized (files) {
            return refresh().modified();
        }
    }

    public final long changed() {
        synchronized (files) {
            return refresh().changed();
        }
    }

    public final void setTimes(long accessTime, long modificationTime, long now) throws FileFault {
        change(NinePChange.ofTimes(accessTime, modificationTime));
    }

    public final int links() {
        synchronized (files) {
            return refresh().links();
        }
    }

    public final void open() {
        synchronized (files) {
            openings++;
            if (openings == 1) {
                files.opened(this);
                prepare();
            }
        }
    }

    /** Gets from the server what it may not give any more when the last name is gone. */
    void prepare() {}

    public final void close() {
        synchronized (files) {
            openings--;
            if (openings == 0) {
                files.closed(this);
            }
        }
    }

    /** None: the protocol could carry them, but hosts keep few of a stranger's. */
    public final List<String> attributes() {
        return List.of();
    }

    public final byte @Nullable [] attribute(String key) {
        return null;
    }

    public final void setAttribute(String key, byte @Nullable [] value, long now) throws FileFault {
        files.requireWritable(name);
        throw new FileFault(Reason.UNSUPPORTED, key);
    }

    /** There is nothing of it but what the directory has. */
    public void sync() throws FileFault {}
}
