package dev.ristretto.build.root;

import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.immutable.PlainInode;
import java.nio.charset.StandardCharsets;

/** A symbolic link, which leads where it says inside the image. */
final class HostLink extends PlainInode implements SymbolicLink {
    private static final int ALL = 0777;

    private final String target;

    HostLink(long number, long modified, String target) {
        super(number, ALL, 0, modified);
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
