package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;

/**
 * Where a process has a page of a file that others may have too.
 *
 * @param home the memory of the process
 * @param address of the page there
 */
record PagePlace(MemoryHome home, long address) {
    boolean is(MemoryHome otherHome, long otherAddress) {
        return home == otherHome && address == otherAddress;
    }

    /** Lets the processor allow something there. */
    void protect(int access) {
        home.space().protectShared(address, UserSpace.PAGE, access);
    }

    /** What it may allow there: what the area does, but writing only if that need not be noticed. */
    int access(boolean mayWrite) {
        MemoryArea area = home.areas().at(address);
        if (area == null) {
            return PageAccess.NONE;
        }
        return mayWrite ? area.access() : area.cleanAccess();
    }
}
