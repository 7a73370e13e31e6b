package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.Device;
import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Folder;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.RenameRules;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names of other files, in alphabetical order. Changes are guarded by the volume. */
final class MemoryDirectory extends MemoryInode implements Directory {
    /** Linux counts one page for a directory's own list. */
    private static final long SIZE = 4096;

    private static final int SEARCH_PERMISSIONS = 0111;

    private final MemoryVolume volume;
    private final TreeMap<String, Inode> entries = new TreeMap<>();
    /** What it holds from the start, until somebody looks. */
    private @Nullable Folder folder;

    /** The directory that names this one, or has named it last. */
    private volatile MemoryDirectory parent;

    /** @param parent the directory that names this one; null for the root, which is its own */
    MemoryDirectory(MemoryVolume volume, int permissions, @Nullable MemoryDirectory parent) {
        super(volume.nextNumber(), permissions, volume.now());
        this.volume = volume;
        this.parent = parent == null ? this : parent;
    }

    /** The same, which holds {@code folder} from the start. */
    MemoryDirectory(MemoryVolume volume, int permissions, @Nullable MemoryDirectory parent, Folder folder) {
        super(volume.nextNumber(), permissions, folder.modified());
        this.volume = volume;
        this.parent = parent == null ? this : parent;
        this.folder = folder;
    }

    /** The names with their files; under the lock of the map itself. */
    private TreeMap<String, Inode> entries() {
        Folder initial = folder;
        if (initial != null) {
            folder = null;
            initial.names().forEach(name -> entries.put(name, initial(initial, name)));
        }
        return entries;
    }

    private Inode initial(Folder initial, String name) {
        Folder inner = initial.folder(name);
        MemoryInode inode = inner != null
                ? new MemoryDirectory(volume, permissions(), this, inner)
                : new MemoryFile(
                        volume.nextNumber(),
                        permissions() & ~SEARCH_PERMISSIONS,
                        volume.space(),
                        volume.clock(),
                        initial.content(name),
                        initial.modified());
        inode.linked(initial.modified());
        return (Inode) inode;
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public List<String> names() {
        synchronized (entries) {
            return new ArrayList<>(entries().keySet());
        }
    }

    @Override
    public Directory parent() {
        return parent;
    }

    @Override
    public @Nullable Inode find(String name) {
        synchronized (entries) {
            return entries().get(name);
        }
    }

    @Override
    public String nameOf(Inode child) throws FileFault {
        synchronized (entries) {
            for (var entry : entries().entrySet()) {
                if (entry.getValue() == child) {
                    return entry.getKey();
                }
            }
        }
        throw new FileFault(FileFault.Reason.NOT_FOUND, "inode " + child.number());
    }

    @Override
    public RegularFile createFile(String name, int permissions) throws FileFault {
        return create(name, () -> new MemoryFile(volume.nextNumber(), permissions, volume.space(), volume.clock()));
    }

    @Override
    public Directory createDirectory(String name, int permissions) throws FileFault {
        return create(name, () -> new MemoryDirectory(volume, permissions, this));
    }

    @Override
    public Directory createDirectory(String name, int permissions, Folder initial) throws FileFault {
        return create(name, () -> new MemoryDirectory(volume, permissions, this, initial));
    }

    @Override
    public SymbolicLink createSymbolicLink(String name, String target) throws FileFault {
        return create(name, () -> new MemoryLink(volume.nextNumber(), volume.now(), target));
    }

    @Override
    public SpecialFile createSpecial(String name, FileKind kind, int device, int permissions) throws FileFault {
        return create(name, () -> new MemorySpecial(volume.nextNumber(), permissions, volume.now(), kind, device));
    }

    @Override
    public DeviceFile createDevice(String name, int permissions, Device device) throws FileFault {
        return create(name, () -> new MemoryDevice(volume.nextNumber(), permissions, volume.now(), device));
    }

    private <I extends Inode> I create(String name, Supplier<I> maker) throws FileFault {
        synchronized (volume) {
            checkFree(name);
            I inode = maker.get();
            put(name, inode);
            return inode;
        }
    }

    @Override
    public void link(String name, Inode existing) throws FileFault {
        synchronized (volume) {
            if (existing instanceof Directory) {
                throw new FileFault(FileFault.Reason.NOT_PERMITTED, name);
            }
            checkFree(name);
            if (existing.links() == 0) {
                throw new FileFault(FileFault.Reason.NOT_FOUND, name);
            }
            put(name, existing);
        }
    }

    @Override
    public void remove(String name) throws FileFault {
        synchronized (volume) {
            if (taken(name) instanceof Directory) {
                throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, name);
            }
            take(name);
        }
    }

    @Override
    public void removeDirectory(String name) throws FileFault {
        synchronized (volume) {
            if (!(taken(name) instanceof Directory directory)) {
                throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, name);
            }
            if (!directory.names().isEmpty()) {
                throw new FileFault(FileFault.Reason.NOT_EMPTY, name);
            }
            take(name);
        }
    }

    @Override
    public void rename(String name, Directory target, String newName, boolean replace) throws FileFault {
        synchronized (volume) {
            Inode moved = taken(name);
            MemoryDirectory destination = (MemoryDirectory) target;
            destination.checkAlive(newName);
            if (RenameRules.check(moved, target, target.find(newName), replace, newName)) {
                // The new name first, so that the file never loses its last one on the way.
                destination.put(newName, moved);
                take(name);
            }
        }
    }

    private Inode taken(String name) throws FileFault {
        Inode inode = find(name);
        if (inode == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, name);
        }
        return inode;
    }

    private void checkFree(String name) throws FileFault {
        checkAlive(name);
        if (find(name) != null) {
            throw new FileFault(FileFault.Reason.EXISTS, name);
        }
    }

    private void checkAlive(String name) throws FileFault {
        if (links() == 0) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, name);
        }
    }

    /** Adds a name, or makes it stand for another file; the file it stood for before loses it. */
    private void put(String name, Inode inode) {
        long now = volume.now();
        Inode before;
        synchronized (entries) {
            before = entries().put(name, inode);
        }
        ((MemoryInode) inode).linked(now);
        if (inode instanceof MemoryDirectory directory) {
            directory.parent = this;
        }
        if (before != null) {
            ((MemoryInode) before).unlinked(now);
        }
        touch(now);
    }

    private void take(String name) {
        long now = volume.now();
        Inode before;
        synchronized (entries) {
            before = entries().remove(name);
        }
        if (before != null) {
            ((MemoryInode) before).unlinked(now);
            touch(now);
        }
    }
}
