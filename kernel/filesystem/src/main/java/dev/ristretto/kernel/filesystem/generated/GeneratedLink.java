package dev.ristretto.kernel.filesystem.generated;

import dev.ristretto.kernel.filesystem.DirectLink;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Location;
import org.jspecify.annotations.Nullable;

/** A symbolic link whose target is asked for each time. */
final class GeneratedLink extends GeneratedInode implements DirectLink {
    private static final int PERMISSIONS = 0777;

    private final GeneratedNode.Link link;

    GeneratedLink(GeneratedVolume volume, long number, GeneratedNode.Link link) {
        super(volume, number, PERMISSIONS);
        this.link = link;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public String target() throws FileFault {
        return link.target();
    }

    @Override
    public @Nullable Location destination() {
        return link.destination();
    }
}
