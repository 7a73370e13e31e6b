package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.Location;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open directory: it has no bytes, but its names can be listed from a position on (readdir(3)). The names are those
 * that were there when the listing began; those that have gone since are left out.
 */
public final class OpenDirectory extends InodeFile {
    private final Directory directory;
    private @Nullable List<String> names;
    private int position;

    OpenDirectory(Directory directory, Location location) {
        super(location, true, false);
        this.directory = directory;
    }

    /** Receives the names in a directory. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * One name.
         *
         * @param inode the number of its file
         * @param next the position behind it
         * @return whether there was room; if not, the listing ends before it
         */
        boolean receive(String name, Inode inode, long next) throws PosixException;
    }

    /** Gives the names from the position on, "." and ".." first, and moves the position. */
    public synchronized void list(Receiver receiver) throws PosixException {
        try {
            List<String> all = names();
            for (; position < all.size(); position++) {
                String name = all.get(position);
                Inode inode = find(name);
                if (inode != null && !receiver.receive(name, inode, position + 1L)) {
                    return;
                }
            }
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    private List<String> names() throws FileFault {
        List<String> known = names;
        if (known == null) {
            known = new ArrayList<>();
            known.add(".");
            known.add("..");
            known.addAll(directory.names());
            names = known;
        }
        return known;
    }

    private @Nullable Inode find(String name) throws FileFault {
        return switch (name) {
            case "." -> directory;
            case ".." -> directory.parent();
            default -> directory.find(name);
        };
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        throw new PosixException(Errno.EISDIR);
    }

    @Override
    public int readAt(ByteBuffer target, long at) throws PosixException {
        throw new PosixException(Errno.EISDIR);
    }

    @Override
    public synchronized long position() {
        return position;
    }

    /** Goes on from a position that was given before; at 0 the listing begins anew. */
    @Override
    public synchronized void seek(long target) throws PosixException {
        if (target < 0 || target > Integer.MAX_VALUE) {
            throw new PosixException(Errno.EINVAL);
        }
        if (target == 0) {
            names = null;
        }
        position = (int) target;
    }
}
