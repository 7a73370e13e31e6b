package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.memory.Mmio;
import dev.ristretto.kernel.machine.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The virtio devices of the machine: those the kernel command line announces (virtio-mmio), then those on the PCI bus.
 * A process of Linux has neither.
 */
public final class Transports {
    private Transports() {}

    /**
     * The way to the first device of a type, taken into use. To be called once for each type.
     *
     * @param deviceType a number of section 5
     * @return null if there is none
     * @throws DeviceException if there is one that cannot be reached
     */
    public static @Nullable Transport findFirst(int deviceType) {
        List<Transport> found = find(deviceType, 1);
        return found.isEmpty() ? null : found.getFirst();
    }

    /**
     * The ways to all devices of a type, taken into use. To be called once for each type.
     *
     * @param deviceType a number of section 5
     * @throws DeviceException if there is one that cannot be reached
     */
    public static List<Transport> findAll(int deviceType) {
        return find(deviceType, Integer.MAX_VALUE);
    }

    private static List<Transport> find(int deviceType, int most) {
        List<Transport> found = new ArrayList<>();
        if (!Platform.hasBuses()) {
            return found;
        }
        for (MmioWindow window : MmioWindow.parse(BootParameters.commandLine())) {
            Transport transport = MmioTransport.open(window, Mmio.map(window.address(), window.size()), deviceType);
            if (transport != null) {
                found.add(transport);
            }
            if (found.size() == most) {
                return found;
            }
        }
        PciConfigurationSpace space = new PortConfigurationSpace();
        for (int function : PciBus.findVirtio(space, deviceType, most - found.size())) {
            found.add(PciTransport.open(space, function));
        }
        return found;
    }
}
