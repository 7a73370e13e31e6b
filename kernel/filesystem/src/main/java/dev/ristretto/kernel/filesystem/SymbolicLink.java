package dev.ristretto.kernel.filesystem;

import java.nio.charset.StandardCharsets;

/** A path that stands in place of this file. */
public final class SymbolicLink extends Inode {
    private static final int ALL_PERMISSIONS = 0777;
    private final String target;

    SymbolicLink(long number, long now, String target) {
        super(number, ALL_PERMISSIONS, now);
        this.target = target;
    }

    @Override
    public FileKind kind() {
        return FileKind.SYMBOLIC_LINK;
    }

    @Override
    public long size() {
        return target.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The path, absolute or relative to the directory of this link. */
    public String target() {
        return target;
    }
}
