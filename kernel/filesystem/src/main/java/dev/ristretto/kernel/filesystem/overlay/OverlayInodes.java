package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.InodeObjects;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.Volume;
import java.util.HashSet;
import java.util.Set;

/**
 * The inodes of an overlay: one object for each lower inode, held as long as it differs from that. Safe for use by
 * several threads.
 *
 * <p>Three kinds of locks are taken in this order: the one lock of all names, the lock of an inode, the lock of this
 * object.
 */
final class OverlayInodes {
    private final Volume upper;
    private final Object names = new Object();
    private final InodeObjects<OverlayInode<?>> objects = new InodeObjects<>();
    private final Set<OverlayInode<?>> changed = new HashSet<>();
    private long lastNumber = -1;
    private long lastName;

    OverlayInodes(Volume upper) {
        this.upper = upper;
    }

    /** The lock of all names. */
    Object names() {
        return names;
    }

    long now() {
        return upper.now();
    }

    /** The object for a lower inode, of the same kind. */
    synchronized OverlayInode<?> of(Inode lower) {
        long number = numberOf(lower);
        OverlayInode<?> known = objects.get(number);
        if (known != null) {
            return known;
        }
        OverlayInode<?> inode = switch (lower) {
            case Directory directory -> new OverlayDirectory(this, number, directory);
            case RegularFile file -> new OverlayFile(this, number, file, file);
            case SymbolicLink link -> new OverlayLink(this, number, link, link);
            case DeviceFile device -> new OverlayDevice(this, number, device, device);
            case SpecialFile special -> new OverlaySpecial(this, number, special, special);
        };
        objects.put(number, inode);
        return inode;
    }

    /** Lower numbers become even, so that new ones can be odd. */
    private static long numberOf(Inode lower) {
        return lower.number() * 2;
    }

    /** A number for a file that is not in the lower volume. */
    synchronized long nextNumber() {
        lastNumber += 2;
        return lastNumber;
    }

    /** Holds an inode, which differs from the lower one from now on. */
    synchronized void keep(OverlayInode<?> inode) {
        changed.add(inode);
    }

    /** Nobody can reach an inode any more. */
    synchronized void forget(OverlayInode<?> inode) {
        changed.remove(inode);
        objects.remove(inode.number());
    }

    /** How a file of the upper volume is made. */
    @FunctionalInterface
    interface Maker<I extends Inode> {
        I make(Directory directory, String name) throws FileFault;
    }

    /** A file of the upper volume that has no name there: it lives until it is closed. */
    synchronized <I extends Inode> I create(Maker<I> maker) throws FileFault {
        Directory directory = upper.root();
        lastName++;
        String name = Long.toString(lastName);
        I inode = maker.make(directory, name);
        inode.open();
        if (inode instanceof Directory) {
            directory.removeDirectory(name);
        } else {
            directory.remove(name);
        }
        return inode;
    }
}
