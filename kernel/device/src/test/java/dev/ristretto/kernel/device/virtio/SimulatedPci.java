package dev.ristretto.kernel.device.virtio;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A PCI configuration space of functions that a test lays out byte by byte. */
final class SimulatedPci implements PciConfigurationSpace {
    private final Map<Integer, byte[]> functions = new HashMap<>();

    /** A function whose bytes the test fills in further. */
    int add(int bus, int device, int function, int vendor, int deviceId) {
        int name = bus << 8 | device << 3 | function;
        functions.put(name, new byte[256]);
        set16(name, 0, vendor);
        set16(name, 2, deviceId);
        return name;
    }

    /** A bridge from one bus to another. */
    int addBridge(int bus, int device, int secondary) {
        int name = add(bus, device, 0, 0x8086, 0x1234);
        set8(name, 0x0e, 1);
        set16(name, 0x0a, 0x0604);
        set8(name, 0x19, secondary);
        return name;
    }

    void set8(int function, int offset, int value) {
        Objects.requireNonNull(functions.get(function))[offset] = (byte) value;
    }

    void set16(int function, int offset, int value) {
        set8(function, offset, value);
        set8(function, offset + 1, value >> 8);
    }

    void set32(int function, int offset, int value) {
        set16(function, offset, value);
        set16(function, offset + 2, value >>> 16);
    }

    @Override
    public int read32(int function, int offset) {
        byte[] bytes = functions.get(function);
        if (bytes == null) {
            return -1;
        }
        return bytes[offset] & 0xff
                | (bytes[offset + 1] & 0xff) << 8
                | (bytes[offset + 2] & 0xff) << 16
                | bytes[offset + 3] << 24;
    }

    @Override
    public void write16(int function, int offset, int value) {
        set16(function, offset, value);
    }
}
