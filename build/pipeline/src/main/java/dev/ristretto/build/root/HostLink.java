package dev.ristretto.build.root;

import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.nio.charset.StandardCharsets;

/** A symbolic link, which leads where it says inside the image. */
final class HostLink extends OwnedInode implements SymbolicLink {
    private final String target;

    HostLink(long number, PreparedFile.Properties properties, String target) {
        super(number, properties);
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
