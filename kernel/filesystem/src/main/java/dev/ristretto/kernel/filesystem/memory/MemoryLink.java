package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.nio.charset.StandardCharsets;

/** A symbolic link whose target is in the heap. */
final class MemoryLink extends MemoryInode implements SymbolicLink {
    private static final int ALL_PERMISSIONS = 0777;
    private final String target;

    MemoryLink(long number, long now, String target) {
        super(number, ALL_PERMISSIONS, now);
        this.target = target;
    }

    @Override
    public long size() {
        return target.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String target() {
        return target;
    }
}
