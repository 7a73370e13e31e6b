package dev.ristretto.kernel.device.virtio;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Finding virtio functions on the PCI buses that the firmware has set up. */
final class PciBus {
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

    /**
     * The virtio functions of a device type in bus order (virtio 1.2 section 4.1.2).
     *
     * @param most after how many the search ends
     */
    static List<Integer> findVirtio(PciConfigurationSpace space, int deviceType, int most) {
        Search search = new Search(space, deviceType, most);
        search.scan(0);
        return search.found;
    }

    /** A walk over the buses, each of which is looked at once. */
    private static final class Search {
        private final PciConfigurationSpace space;
        private final int deviceType;
        private final int most;
        private final BitSet scanned = new BitSet();
        private final List<Integer> found = new ArrayList<>();

        Search(PciConfigurationSpace space, int deviceType, int most) {
            this.space = space;
            this.deviceType = deviceType;
            this.most = most;
        }

        void scan(int bus) {
            scanned.set(bus);
            for (int device = 0; device < 32; device++) {
                int first = bus << 8 | device << 3;
                if (isAbsent(space, first)) {
                    continue;
                }
                int functions = (space.read8(first, HEADER_TYPE) & HEADER_MULTIFUNCTION) != 0 ? 8 : 1;
                for (int function = first; function < first + functions; function++) {
                    if (found.size() == most) {
                        return;
                    }
                    examine(function);
                }
            }
        }

        private void examine(int function) {
            if (isAbsent(space, function)) {
                return;
            }
            if (isVirtio(space, function, deviceType)) {
                found.add(function);
            } else if (isBridge(space, function)) {
                int secondary = space.read8(function, SECONDARY_BUS);
                // Two bridges to one bus, or one that leads back, would have its devices found twice.
                if (!scanned.get(secondary)) {
                    scan(secondary);
                }
            }
        }
    }

    private static boolean isBridge(PciConfigurationSpace space, int function) {
        return (space.read8(function, HEADER_TYPE) & ~HEADER_MULTIFUNCTION) == HEADER_TYPE_BRIDGE
                && space.read32(function, CLASS_REVISION) >>> 16 == CLASS_BRIDGE_TO_PCI;
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
