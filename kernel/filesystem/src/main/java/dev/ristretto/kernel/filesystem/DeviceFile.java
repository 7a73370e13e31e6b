package dev.ristretto.kernel.filesystem;

/** A device under a name, such as /dev/null. */
public final class DeviceFile extends Inode {
    private final Device device;

    DeviceFile(long number, int permissions, long now, Device device) {
        super(number, permissions, now);
        this.device = device;
    }

    @Override
    public FileKind kind() {
        return FileKind.DEVICE;
    }

    @Override
    public long size() {
        return 0;
    }

    /** What does the work. */
    public Device device() {
        return device;
    }
}
