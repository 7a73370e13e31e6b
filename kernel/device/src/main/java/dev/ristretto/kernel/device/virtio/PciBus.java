package dev.ristretto.kernel.device.virtio;

/** Finding virtio functions on the PCI buses that the firmware has set up. */
final class PciBus {
    /** Returned when there is no such function. */
    static final int NONE = -1;

    private static final int VENDOR_DEVICE = 0x00;
    private static final int CLASS_REVISION = 0x08;
    private static final int HEADER_TYPE = 0x0e;
    private static final int SECONDARY_BUS = 0x19;
    private static final int SUBSYSTEM_DEVICE = 0x2e;

    private static final int HEADER_TYPE_BRIDGE = 1;
    private static final int HEADER_MULTIFUNCTION = 0x80;
    private static final int CLASS_BRIDGE_TO_PCI = 0x0604;

    private static final int VIRTIO_VENDOR = 0x1af4;
    private static final int MODERN_DEVICE = 0x1040;
    private static final int TRANSITIONAL_FIRST = 0x1000;
    private static final int TRANSITIONAL_LAST = 0x103f;

    private PciBus() {}

    /** The first virtio function of a device type in bus order, or {@link #NONE} (virtio 1.2 section 4.1.2). */
    static int findVirtio(PciConfigurationSpace space, int deviceType) {
        return scan(space, 0, deviceType);
    }

    private static int scan(PciConfigurationSpace space, int bus, int deviceType) {
        for (int device = 0; device < 32; device++) {
            int first = bus << 8 | device << 3;
            if (isAbsent(space, first)) {
                continue;
            }
            int functions = (space.read8(first, HEADER_TYPE) & HEADER_MULTIFUNCTION) != 0 ? 8 : 1;
            for (int function = first; function < first + functions; function++) {
                int found = examine(space, function, deviceType);
                if (found != NONE) {
                    return found;
                }
            }
        }
        return NONE;
    }

    private static int examine(PciConfigurationSpace space, int function, int deviceType) {
        if (isAbsent(space, function)) {
            return NONE;
        }
        if (isVirtio(space, function, deviceType)) {
            return function;
        }
        boolean bridge = (space.read8(function, HEADER_TYPE) & ~HEADER_MULTIFUNCTION) == HEADER_TYPE_BRIDGE
                && space.read32(function, CLASS_REVISION) >>> 16 == CLASS_BRIDGE_TO_PCI;
        if (bridge) {
            int secondary = space.read8(function, SECONDARY_BUS);
            // Buses are numbered upwards from the root; anything else would send the search in circles.
            if (secondary > function >>> 8) {
                return scan(space, secondary, deviceType);
            }
        }
        return NONE;
    }

    private static boolean isAbsent(PciConfigurationSpace space, int function) {
        int vendor = space.read32(function, VENDOR_DEVICE) & 0xffff;
        return vendor == 0xffff || vendor == 0;
    }

    private static boolean isVirtio(PciConfigurationSpace space, int function, int deviceType) {
        int identity = space.read32(function, VENDOR_DEVICE);
        if ((identity & 0xffff) != VIRTIO_VENDOR) {
            return false;
        }
        int device = identity >>> 16;
        if (device >= TRANSITIONAL_FIRST && device <= TRANSITIONAL_LAST) {
            return space.read16(function, SUBSYSTEM_DEVICE) == deviceType;
        }
        return device == MODERN_DEVICE + deviceType;
    }

    /** For example {@code PCI function 00:02.0}. */
    static String name(int function) {
        return "PCI function " + hex2(function >>> 8) + ":" + hex2(function >>> 3 & 31) + "." + (function & 7);
    }

    private static String hex2(int value) {
        return value < 16 ? "0" + Integer.toHexString(value) : Integer.toHexString(value);
    }
}
