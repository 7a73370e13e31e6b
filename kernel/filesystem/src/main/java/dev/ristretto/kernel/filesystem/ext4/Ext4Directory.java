package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.RenameRules;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory. What changes names is one operation each: it happens wholly or not at all. */
final class Ext4Directory extends Ext4Inode implements Directory {
    private static final int LINK_PERMISSIONS = 0777;

    private final DirectoryEntries entries;
    private final LinkCounts counts;

    Ext4Directory(Ext4Parts parts, long number, InodeFields fields) {
        super(parts, number, fields);
        entries = new DirectoryEntries(parts, this);
        counts = new LinkCounts(parts);
    }

    @Override
    public List<String> names() throws FileFault {
        return operations().read(entries::names);
    }

    @Override
    public Directory parent() throws FileFault {
        return operations().read(() -> {
            if (number() == Ext4Inodes.ROOT) {
                return this;
            }
            if (parts().inodes().get(entries.parent()) instanceof Ext4Directory parent) {
                return parent;
            }
            throw Metadata.corrupt("the parent of directory " + number() + " is none");
        });
    }

    @Override
    public @Nullable Inode find(String name) throws FileFault {
        byte[] bytes = FileNames.check(name);
        return operations()
                .read(() -> Optional.ofNullable((Inode) lookup(bytes)))
                .orElse(null);
    }

    @Override
    public String nameOf(Inode child) throws FileFault {
        return operations().read(() -> {
            String name = entries.nameOf(child.number());
            if (name == null) {
                throw new FileFault(FileFault.Reason.NOT_FOUND, "inode " + child.number());
            }
            return name;
        });
    }

    @Override
    public RegularFile createFile(String name, int permissions) throws FileFault {
        return (RegularFile) create(name, InodeFields.REGULAR | permissions & PERMISSION_BITS, inode -> {});
    }

    @Override
    public SymbolicLink createSymbolicLink(String name, String target) throws FileFault {
        int mode = InodeFields.SYMBOLIC_LINK | LINK_PERMISSIONS;
        return (SymbolicLink) create(name, mode, inode -> ((Ext4Link) inode).setTarget(target));
    }

    @Override
    public SpecialFile createSpecial(String name, FileKind kind, int device, int permissions) throws FileFault {
        int mode = Ext4Special.mode(kind) | permissions & PERMISSION_BITS;
        return (SpecialFile) create(name, mode, inode -> ((Ext4Special) inode).setDevice(device));
    }

    @Override
    public Directory createDirectory(String name, int permissions) throws FileFault {
        int mode = InodeFields.DIRECTORY | permissions & PERMISSION_BITS;
        return (Directory) create(name, mode, inode -> {
            ((Ext4Directory) inode).entries.begin(number());
            inode.fields().setLinks(2);
            counts.addSubdirectory(this, name);
        });
    }

    /** What a new inode needs besides a name. */
    @FunctionalInterface
    private interface Preparation {
        void prepare(Ext4Inode inode) throws FileFault;
    }

    private Ext4Inode create(String name, int mode, Preparation preparation) throws FileFault {
        byte[] bytes = FileNames.check(name);
        return operations().change(() -> {
            requireFree(name, bytes);
            InodeFields fields = edit();
            Ext4Inode inode = parts().inodes().create(this, mode);
            preparation.prepare(inode);
            entries.add(bytes, inode);
            inode.store();
            touch(fields);
            store();
            return inode;
        });
    }

    @Override
    public void link(String name, Inode existing) throws FileFault {
        byte[] bytes = FileNames.check(name);
        if (existing instanceof Directory || !(existing instanceof Ext4Inode inode)) {
            throw new FileFault(FileFault.Reason.NOT_PERMITTED, name);
        }
        operations().change(() -> {
            requireFree(name, bytes);
            inode.requireChangeable(InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
            int links = inode.fields().links();
            if (links == 0) {
                throw new FileFault(FileFault.Reason.NOT_FOUND, name);
            }
            if (links >= LinkCounts.MOST) {
                throw new FileFault(FileFault.Reason.TOO_MANY_NAMES, name);
            }
            InodeFields fields = edit();
            entries.add(bytes, inode);
            counts.set(inode, links + 1);
            touch(fields);
            store();
        });
    }

    @Override
    public void remove(String name) throws FileFault {
        byte[] bytes = FileNames.check(name);
        synchronized (operations()) {
            Ext4Inode removed = operations().change(() -> {
                Ext4Inode inode = requireTaken(name, bytes);
                if (inode instanceof Directory) {
                    throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, name);
                }
                takeOut(bytes);
                counts.loseName(inode);
                return inode;
            });
            counts.reclaimIfUnused(removed);
        }
    }

    @Override
    public void removeDirectory(String name) throws FileFault {
        byte[] bytes = FileNames.check(name);
        synchronized (operations()) {
            Ext4Inode removed = operations().change(() -> {
                Ext4Inode inode = requireTaken(name, bytes);
                if (!(inode instanceof Ext4Directory directory)) {
                    throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, name);
                }
                if (!directory.entries.isEmpty()) {
                    throw new FileFault(FileFault.Reason.NOT_EMPTY, name);
                }
                takeOut(bytes);
                edit().setLinks(LinkCounts.without(fields()));
                store();
                counts.loseName(inode);
                return inode;
            });
            counts.reclaimIfUnused(removed);
        }
    }

    @Override
    public void rename(String name, Directory target, String newName, boolean replace) throws FileFault {
        byte[] from = FileNames.check(name);
        byte[] to = FileNames.check(newName);
        if (!(target instanceof Ext4Directory destination) || destination.parts() != parts()) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, newName);
        }
        synchronized (operations()) {
            operations()
                    .change(() -> Optional.ofNullable(rename(name, from, destination, newName, to, replace)))
                    .ifPresent(counts::reclaimIfUnused);
        }
    }

    /** Does it; what has lost its name by that, or null. */
    private @Nullable Ext4Inode rename(
            String name, byte[] from, Ext4Directory destination, String newName, byte[] to, boolean replace)
            throws FileFault {
        Ext4Inode moved = requireTaken(name, from);
        destination.requireChangeable(InodeFields.IMMUTABLE);
        if (destination.fields().links() == 0) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, newName);
        }
        Ext4Inode replaced = destination.lookup(to);
        if (replaced != null) {
            replaced.requireChangeable(InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
        }
        if (!RenameRules.check((Inode) moved, destination, (Inode) replaced, replace, newName)) {
            return null;
        }
        InodeFields fields = destination.edit();
        if (replaced != null) {
            destination.entries.replace(to, moved);
            if (replaced instanceof Ext4Directory) {
                fields.setLinks(LinkCounts.without(fields));
            }
            counts.loseName(replaced);
        } else {
            destination.entries.add(to, moved);
        }
        touch(fields);
        destination.store();
        takeOut(from);
        if (moved instanceof Ext4Directory directory && destination != this) {
            directory.entries.setParent(destination.number());
            edit().setLinks(LinkCounts.without(fields()));
            store();
            InodeFields unused = destination.edit();
            counts.addSubdirectory(destination, newName);
            destination.store();
        }
        moved.edit().setTime(InodeFields.CHANGED, operations().now());
        moved.store();
        return replaced;
    }

    private @Nullable Ext4Inode lookup(byte[] name) throws FileFault {
        long number = entries.find(name);
        return number == 0 ? null : parts().inodes().get(number);
    }

    private Ext4Inode requireTaken(String name, byte[] bytes) throws FileFault {
        requireChangeable(InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
        Ext4Inode inode = lookup(bytes);
        if (inode == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, name);
        }
        inode.requireChangeable(InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
        return inode;
    }

    private void requireFree(String name, byte[] bytes) throws FileFault {
        requireChangeable(InodeFields.IMMUTABLE);
        if (fields().links() == 0) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, name);
        }
        if (entries.find(bytes) != 0) {
            throw new FileFault(FileFault.Reason.EXISTS, name);
        }
    }

    private void takeOut(byte[] name) throws FileFault {
        InodeFields fields = edit();
        entries.remove(name);
        touch(fields);
        store();
    }

    private void touch(InodeFields fields) {
        long now = operations().now();
        fields.setTime(InodeFields.MODIFIED, now);
        fields.setTime(InodeFields.CHANGED, now);
    }
}
