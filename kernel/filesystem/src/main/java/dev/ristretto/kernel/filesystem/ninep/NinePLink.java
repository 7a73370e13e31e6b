package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.SymbolicLink;

/** A symbolic link. Its target is a path of the instance: the server never follows it. */
final class NinePLink extends NinePInode implements SymbolicLink {
    /** Bytes of a target, as Linux has it. */
    static final int LONGEST = 4095;

    NinePLink(NinePInodes files, NinePAttributes attributes) {
        super(files, attributes);
    }

    @Override
    public FileKind kind() {
        return FileKind.SYMBOLIC_LINK;
    }

    @Override
    public String target() throws FileFault {
        synchronized (files()) {
            String target = client().target(handle());
            if (target.isEmpty() || target.length() > LONGEST || target.indexOf('\0') >= 0) {
                throw new FileFault(FileFault.Reason.IO, "a symbolic link with an impossible target: " + name());
            }
            return target;
        }
    }
}
