package dev.ristretto.kernel.filesystem;

/** A path that stands in place of this file. */
public non-sealed interface SymbolicLink extends Inode {
    @Override
    default FileKind kind() {
        return FileKind.SYMBOLIC_LINK;
    }

    /** The path, absolute or relative to the directory of this link. */
    String target() throws FileFault;
}
