package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Device;
import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import org.jspecify.annotations.Nullable;

/** The name of a device of this kernel. */
final class OverlayDevice extends OverlayInode<DeviceFile> implements DeviceFile {
    OverlayDevice(OverlayInodes inodes, long number, @Nullable DeviceFile lower, DeviceFile current) {
        super(inodes, number, lower, current);
    }

    @Override
    DeviceFile make(Directory directory, String name, DeviceFile model) throws FileFault {
        return directory.createDevice(name, model.permissions(), model.device());
    }

    @Override
    public Device device() {
        return current().device();
    }
}
