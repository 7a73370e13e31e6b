package dev.ristretto.run.host;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The nine permission bits of POSIX (sys/stat.h), and what Java has in their place. */
public final class PermissionBits {
    /** From the highest bit to the lowest. */
    private static final PosixFilePermission[] ALL = PosixFilePermission.values();

    private PermissionBits() {}

    /** The bits of some permissions. */
    public static int of(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            bits |= bit(permission);
        }
        return bits;
    }

    /** The permissions of some bits; of others than the nine nothing is left. */
    public static Set<PosixFilePermission> permissions(int bits) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : ALL) {
            if ((bits & bit(permission)) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    private static int bit(PosixFilePermission permission) {
        return 1 << ALL.length - 1 - permission.ordinal();
    }
}
