package dev.ristretto.kernel.filesystem;

/** A device of this kernel under a name, such as /dev/null. */
public non-sealed interface DeviceFile extends Inode {
    @Override
    default FileKind kind() {
        return FileKind.DEVICE;
    }

    /** What does the work. */
    Device device();
}
