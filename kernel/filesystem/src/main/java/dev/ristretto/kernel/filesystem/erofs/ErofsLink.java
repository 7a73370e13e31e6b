package dev.ristretto.kernel.filesystem.erofs;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.nio.ByteBuffer;

/** A symbolic link: its target is its contents. */
final class ErofsLink extends ErofsInode implements SymbolicLink {
    private static final int LONGEST = 4096;

    ErofsLink(ErofsImage image, long number, Head head) {
        super(image, number, head);
    }

    @Override
    public String target() throws FileFault {
        ErofsImage.require(size() <= LONGEST, "symbolic link " + number() + " of " + size() + " bytes");
        byte[] bytes = new byte[(int) size()];
        readContents(0, ByteBuffer.wrap(bytes), bytes.length);
        return FileNames.decode(bytes, 0, bytes.length);
    }
}
