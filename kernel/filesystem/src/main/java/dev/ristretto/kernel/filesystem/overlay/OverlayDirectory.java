package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Device;
import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.RenameRules;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory. What changes names first makes all copies that it needs, each of which may fail and cannot be seen, and
 * then does what cannot fail.
 */
final class OverlayDirectory extends OverlayInode<Directory> implements Directory {
    private final MergedNames names;
    /** The directory that names it; null as long as that is the lower one's. */
    private @Nullable OverlayDirectory parent;

    /** A directory as it is in the lower volume. */
    OverlayDirectory(OverlayInodes inodes, long number, Directory lower) {
        super(inodes, number, lower, lower);
        names = new MergedNames(inodes, lower);
    }

    private OverlayDirectory(OverlayInodes inodes, long number, Directory upper, OverlayDirectory parent) {
        super(inodes, number, null, upper);
        names = new MergedNames(inodes, null);
        this.parent = parent;
    }

    /** The root, which is its own parent. */
    static OverlayDirectory root(OverlayInodes inodes, Directory lower) {
        OverlayDirectory root = (OverlayDirectory) inodes.of(lower);
        root.parent = root;
        return root;
    }

    @Override
    Directory make(Directory directory, String name, Directory model) throws FileFault {
        return directory.createDirectory(name, model.permissions());
    }

    @Override
    public List<String> names() throws FileFault {
        synchronized (inodes().names()) {
            return names.all();
        }
    }

    @Override
    public Directory parent() throws FileFault {
        synchronized (inodes().names()) {
            if (parent != null) {
                return parent;
            }
            Directory lower = Objects.requireNonNull(lower(), "a new directory that no other one names");
            return (Directory) inodes().of(lower.parent());
        }
    }

    @Override
    public @Nullable Inode find(String name) throws FileFault {
        byte[] unused = FileNames.check(name);
        synchronized (inodes().names()) {
            return (Inode) names.find(name);
        }
    }

    @Override
    public String nameOf(Inode child) throws FileFault {
        synchronized (inodes().names()) {
            String name = child instanceof OverlayInode<?> inode ? names.nameOf(inode) : null;
            if (name == null) {
                throw new FileFault(FileFault.Reason.NOT_FOUND, "inode " + child.number());
            }
            return name;
        }
    }

    @Override
    public RegularFile createFile(String name, int permissions) throws FileFault {
        return create(name, number -> {
            RegularFile upper = inodes().create((pool, unique) -> pool.createFile(unique, permissions));
            return new OverlayFile(inodes(), number, null, upper);
        });
    }

    @Override
    public Directory createDirectory(String name, int permissions) throws FileFault {
        return create(name, number -> {
            Directory upper = inodes().create((pool, unique) -> pool.createDirectory(unique, permissions));
            return new OverlayDirectory(inodes(), number, upper, this);
        });
    }

    @Override
    public SymbolicLink createSymbolicLink(String name, String target) throws FileFault {
        return create(name, number -> {
            SymbolicLink upper = inodes().create((pool, unique) -> pool.createSymbolicLink(unique, target));
            return new OverlayLink(inodes(), number, null, upper);
        });
    }

    @Override
    public SpecialFile createSpecial(String name, FileKind kind, int device, int permissions) throws FileFault {
        return create(name, number -> {
            SpecialFile upper =
                    inodes().create((pool, unique) -> pool.createSpecial(unique, kind, device, permissions));
            return new OverlaySpecial(inodes(), number, null, upper);
        });
    }

    @Override
    public DeviceFile createDevice(String name, int permissions, Device device) throws FileFault {
        return create(name, number -> {
            DeviceFile upper = inodes().create((pool, unique) -> pool.createDevice(unique, permissions, device));
            return new OverlayDevice(inodes(), number, null, upper);
        });
    }

    /** Makes a new file of a number. */
    @FunctionalInterface
    private interface Creation<O extends OverlayInode<?>> {
        O create(long number) throws FileFault;
    }

    private <O extends OverlayInode<?>> O create(String name, Creation<O> creation) throws FileFault {
        byte[] unused = FileNames.check(name);
        synchronized (inodes().names()) {
            requireFree(name);
            Directory upper = upper();
            O inode = creation.create(inodes().nextNumber());
            touch(upper, inodes().now());
            names.put(name, inode, null);
            inode.linked();
            return inode;
        }
    }

    @Override
    public void link(String name, Inode existing) throws FileFault {
        byte[] unused = FileNames.check(name);
        if (existing instanceof Directory || !(existing instanceof OverlayInode<?> inode)) {
            throw new FileFault(FileFault.Reason.NOT_PERMITTED, name);
        }
        synchronized (inodes().names()) {
            requireFree(name);
            if (inode.links() == 0) {
                throw new FileFault(FileFault.Reason.NOT_FOUND, name);
            }
            long now = inodes().now();
            Directory upper = upper();
            inode.stamp(now);
            touch(upper, now);
            names.put(name, inode, null);
            inode.linked();
        }
    }

    @Override
    public void remove(String name) throws FileFault {
        synchronized (inodes().names()) {
            OverlayInode<?> removed = taken(name);
            if (removed instanceof Directory) {
                throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, name);
            }
            delete(name, removed);
        }
    }

    @Override
    public void removeDirectory(String name) throws FileFault {
        synchronized (inodes().names()) {
            if (!(taken(name) instanceof OverlayDirectory removed)) {
                throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, name);
            }
            if (!removed.names().isEmpty()) {
                throw new FileFault(FileFault.Reason.NOT_EMPTY, name);
            }
            delete(name, removed);
            removed.parent = this;
        }
    }

    private void delete(String name, OverlayInode<?> removed) throws FileFault {
        long now = inodes().now();
        Directory upper = upper();
        removed.stampUnlessLast(now);
        touch(upper, now);
        names.take(name);
        removed.unlinked();
    }

    @Override
    public void rename(String name, Directory target, String newName, boolean replace) throws FileFault {
        byte[] unused = FileNames.check(newName);
        if (!(target instanceof OverlayDirectory destination) || destination.inodes() != inodes()) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, newName);
        }
        synchronized (inodes().names()) {
            OverlayInode<?> moved = taken(name);
            destination.requireAlive(newName);
            OverlayInode<?> replaced = destination.names.find(newName);
            if (RenameRules.check((Inode) moved, target, (Inode) replaced, replace, newName)) {
                move(name, moved, destination, newName, replaced);
            }
        }
    }

    private void move(
            String name,
            OverlayInode<?> moved,
            OverlayDirectory destination,
            String newName,
            @Nullable OverlayInode<?> replaced)
            throws FileFault {
        long now = inodes().now();
        Directory upper = upper();
        Directory upperDestination = destination.upper();
        Inode unused = moved.upper();
        if (replaced != null) {
            replaced.stampUnlessLast(now);
        }
        moved.stamp(now);
        touch(upper, now);
        touch(upperDestination, now);
        destination.names.put(newName, moved, replaced);
        names.take(name);
        if (moved instanceof OverlayDirectory directory) {
            directory.parent = destination;
        }
        if (replaced instanceof OverlayDirectory directory) {
            directory.parent = destination;
        }
        if (replaced != null) {
            replaced.unlinked();
        }
    }

    private OverlayInode<?> taken(String name) throws FileFault {
        byte[] unused = FileNames.check(name);
        OverlayInode<?> inode = names.find(name);
        if (inode == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, name);
        }
        return inode;
    }

    private void requireFree(String name) throws FileFault {
        requireAlive(name);
        if (names.find(name) != null) {
            throw new FileFault(FileFault.Reason.EXISTS, name);
        }
    }

    private void requireAlive(String name) throws FileFault {
        if (links() == 0) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, name);
        }
    }

    private static void touch(Directory upper, long now) throws FileFault {
        upper.setTimes(upper.accessed(), now, now);
    }
}
