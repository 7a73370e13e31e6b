package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.memory.Mmio;
import dev.ristretto.kernel.machine.platform.Platform;
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
        if (!Platform.hasBuses()) {
            return null;
        }
        for (MmioWindow window : MmioWindow.parse(BootParameters.commandLine())) {
            Transport transport = MmioTransport.open(window, Mmio.map(window.address(), window.size()), deviceType);
            if (transport != null) {
                return transport;
            }
        }
        PciConfigurationSpace space = new PortConfigurationSpace();
        int function = PciBus.findVirtio(space, deviceType);
        return function == PciBus.NONE ? null : PciTransport.open(space, function);
    }
}
