package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** Lengthens, shortens and moves areas with their pages (mm/mremap.c). For one thread at a time. */
final class AreaMoves {
    /** What is left for others of the areas that there may be. */
    private static final int ROOM = 6;

    private final AreaMap areas;
    private final AreaPages pages;
    private final AddressSearch search;
    private final AreaChanges changes;

    AreaMoves(AreaMap areas, AreaPages pages, AddressSearch search, AreaChanges changes) {
        this.areas = areas;
        this.pages = pages;
        this.search = search;
        this.changes = changes;
    }

    /** mremap(2) with lengths of whole pages. */
    long remap(long address, long oldLength, long newLength, int flags, long newAddress) throws PosixException {
        if (areas.at(address) == null) {
            throw new PosixException(Errno.EFAULT);
        }
        long length = oldLength;
        boolean fixed = (flags & MapFlags.MOVE_FIXED) != 0;
        if (fixed) {
            clearTarget(address, oldLength, newLength, newAddress);
        }
        if (length > newLength) {
            if (length > UserSpace.HIGH_END - address) {
                throw new PosixException(Errno.EINVAL);
            }
            changes.remove(address + newLength, address + length);
            length = newLength;
        }
        if (!fixed && length == newLength) {
            return address;
        }
        MemoryArea area = areas.at(address);
        if (length == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (area == null || length > area.end() - address) {
            throw new PosixException(Errno.EFAULT);
        }
        if (!fixed && address + length == area.end() && extend(area, address + newLength)) {
            return address;
        }
        if ((flags & MapFlags.MOVE_MAY) == 0) {
            throw new PosixException(Errno.ENOMEM);
        }
        areas.checkRoom(ROOM);
        return move(address, length, fixed ? newAddress : search.find(0, newLength, false), newLength);
    }

    private void clearTarget(long address, long oldLength, long newLength, long newAddress) throws PosixException {
        if (!MapRules.isPage(newAddress) || newAddress < 0 || newAddress > UserSpace.HIGH_END - newLength) {
            throw new PosixException(Errno.EINVAL);
        }
        if (address < newAddress + newLength && newAddress < address + oldLength) {
            throw new PosixException(Errno.EINVAL);
        }
        MapRules.checkFixed(newAddress, newLength, true);
        areas.checkRoom(ROOM);
        changes.remove(newAddress, newAddress + newLength);
    }

    private boolean extend(MemoryArea area, long end) {
        if (!UserSpace.isAllowed(area.start(), end - area.start()) || !search.isFree(area.end(), end - area.end())) {
            return false;
        }
        areas.replace(area, area.upTo(end));
        areas.join(area.start(), end);
        return true;
    }

    private long move(long address, long oldLength, long target, long newLength) throws PosixException {
        MemoryArea part = areas.isolate(address, address + oldLength).getFirst();
        MemoryArea moved = part.at(target, target + newLength);
        areas.add(moved);
        if (!pages.move(part, oldLength, target)) {
            areas.remove(moved);
            areas.join(address, address + oldLength);
            throw new PosixException(Errno.ENOMEM);
        }
        areas.remove(part);
        areas.join(target, target + newLength);
        return target;
    }
}
