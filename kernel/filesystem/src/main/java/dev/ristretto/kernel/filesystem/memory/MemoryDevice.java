package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.Device;
import dev.ristretto.kernel.filesystem.DeviceFile;

/** The name of a device of this kernel. */
final class MemoryDevice extends MemoryInode implements DeviceFile {
    private final Device device;

    MemoryDevice(long number, int permissions, long now, Device device) {
        super(number, permissions, now);
        this.device = device;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public Device device() {
        return device;
    }
}
