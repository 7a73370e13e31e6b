package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.io.Interrupt;
import dev.ristretto.kernel.machine.memory.Mmio;
import dev.ristretto.kernel.machine.memory.RawMemory;

/**
 * A virtio device on the PCI bus (virtio 1.2 section 4.1), modern interface, with one MSI-X vector for all its queues.
 */
final class PciTransport implements Transport {
    private static final int COMMAND = 0x04;
    private static final int COMMAND_MEMORY = 1 << 1;
    private static final int COMMAND_BUS_MASTER = 1 << 2;
    private static final int COMMAND_NO_LINE_INTERRUPT = 1 << 10;

    // Types of virtio capabilities, section 4.1.4.
    private static final int COMMON_CAPABILITY = 1;
    private static final int NOTIFY_CAPABILITY = 2;
    private static final int DEVICE_CAPABILITY = 4;
    private static final int NOTIFY_MULTIPLIER = 16;

    // Common configuration structure, section 4.1.4.3.
    private static final int DEVICE_FEATURE_SELECT = 0;
    private static final int DEVICE_FEATURE = 4;
    private static final int DRIVER_FEATURE_SELECT = 8;
    private static final int DRIVER_FEATURE = 12;
    private static final int CONFIGURATION_VECTOR = 16;
    private static final int DEVICE_STATUS = 20;
    private static final int CONFIGURATION_GENERATION = 21;
    private static final int QUEUE_SELECT = 22;
    private static final int QUEUE_SIZE = 24;
    private static final int QUEUE_VECTOR = 26;
    private static final int QUEUE_ENABLE = 28;
    private static final int QUEUE_NOTIFY_OFFSET = 30;
    private static final int QUEUE_DESCRIPTORS = 32;
    private static final int QUEUE_DRIVER = 40;
    private static final int QUEUE_DEVICE = 48;
    private static final int COMMON_BYTES = 56;

    // MSI-X, PCI Local Bus Specification 3.0 section 6.8.2.
    private static final int MESSAGE_CONTROL = 2;
    private static final int MESSAGE_CONTROL_ENABLE = 1 << 15;
    private static final int MESSAGE_CONTROL_MASK_ALL = 1 << 14;
    private static final int TABLE = 4;
    private static final int TABLE_ENTRY_BYTES = 16;
    private static final int VECTOR = 0;

    private static final int MOST_QUEUES = 8;

    private final int function;
    private final RawMemory common;
    private final RawMemory notification;
    private final RawMemory configuration;
    private final long notifyMultiplier;
    private final Interrupt interrupt;
    private final long[] notifyOffsets = new long[MOST_QUEUES];

    private PciTransport(PciConfigurationSpace space, int function) {
        this.function = function;
        PciCapabilities capabilities = new PciCapabilities(space, function);
        int commonAt = require(capabilities.findVirtio(COMMON_CAPABILITY), "common configuration");
        int notifyAt = require(capabilities.findVirtio(NOTIFY_CAPABILITY), "notification");
        space.write16(
                function,
                COMMAND,
                space.read16(function, COMMAND) | COMMAND_MEMORY | COMMAND_BUS_MASTER | COMMAND_NO_LINE_INTERRUPT);
        common = map(capabilities.virtioRegion(commonAt, COMMON_BYTES));
        notification = map(capabilities.virtioRegion(notifyAt, 2));
        notifyMultiplier = space.read32(function, notifyAt + NOTIFY_MULTIPLIER) & 0xffff_ffffL;
        // A device without a configuration of its own, such as an entropy source, need not have this one.
        int deviceAt = capabilities.findVirtio(DEVICE_CAPABILITY);
        configuration =
                deviceAt == PciCapabilities.NONE ? common.slice(0, 0) : map(capabilities.virtioRegion(deviceAt, 1));
        interrupt = Interrupt.message();
        routeInterrupt(space, capabilities);
        interrupt.enable();
    }

    /**
     * Takes a virtio function into use: memory and bus master on, its registers mapped, its interrupt routed.
     *
     * @throws DeviceException if the function has no modern interface or no MSI-X
     */
    static PciTransport open(PciConfigurationSpace space, int function) {
        return new PciTransport(space, function);
    }

    private int require(int capability, String what) {
        if (capability == PciCapabilities.NONE) {
            throw new DeviceException("the virtio device at " + location() + " has no " + what
                    + " capability in memory: it is a legacy device; start QEMU with disable-legacy=on,"
                    + "disable-modern=off for it");
        }
        return capability;
    }

    private static RawMemory map(PciCapabilities.Region region) {
        return Mmio.map(region.physicalAddress(), region.length());
    }

    private void routeInterrupt(PciConfigurationSpace space, PciCapabilities capabilities) {
        int at = capabilities.find(PciCapabilities.MSI_X);
        if (at == PciCapabilities.NONE) {
            throw new DeviceException("the virtio device at " + location()
                    + " has no MSI-X capability; start QEMU without vectors=0 for it");
        }
        int table = space.read32(function, at + TABLE);
        long address = capabilities.barAddress(table & 7) + (table & ~7 & 0xffff_ffffL);
        RawMemory entry = Mmio.map(address + (long) VECTOR * TABLE_ENTRY_BYTES, TABLE_ENTRY_BYTES);
        int control = space.read16(function, at + MESSAGE_CONTROL);
        space.write16(function, at + MESSAGE_CONTROL, control | MESSAGE_CONTROL_ENABLE | MESSAGE_CONTROL_MASK_ALL);
        entry.putIntVolatile(0, (int) interrupt.messageAddress());
        entry.putIntVolatile(4, (int) (interrupt.messageAddress() >>> 32));
        entry.putIntVolatile(8, interrupt.messageData());
        entry.putIntVolatile(12, 0); // not masked
        space.write16(function, at + MESSAGE_CONTROL, (control | MESSAGE_CONTROL_ENABLE) & ~MESSAGE_CONTROL_MASK_ALL);
    }

    @Override
    public String location() {
        return PciBus.name(function);
    }

    @Override
    public long offeredFeatures() {
        common.putIntVolatile(DEVICE_FEATURE_SELECT, 1);
        long high = common.getIntVolatile(DEVICE_FEATURE);
        common.putIntVolatile(DEVICE_FEATURE_SELECT, 0);
        return high << 32 | common.getIntVolatile(DEVICE_FEATURE) & 0xffff_ffffL;
    }

    @Override
    public void acceptFeatures(long features) {
        common.putIntVolatile(DRIVER_FEATURE_SELECT, 1);
        common.putIntVolatile(DRIVER_FEATURE, (int) (features >>> 32));
        common.putIntVolatile(DRIVER_FEATURE_SELECT, 0);
        common.putIntVolatile(DRIVER_FEATURE, (int) features);
    }

    @Override
    public int status() {
        return common.getByteVolatile(DEVICE_STATUS) & 0xff;
    }

    @Override
    public void setStatus(int status) {
        common.putByteVolatile(DEVICE_STATUS, (byte) status);
        if (status == 0) {
            Reset.await(this);
            common.putShortVolatile(CONFIGURATION_VECTOR, (short) VECTOR);
        }
    }

    @Override
    public int configuration8(int offset) {
        return configuration.getByteVolatile(offset) & 0xff;
    }

    @Override
    public int configuration32(int offset) {
        return configuration.getIntVolatile(offset);
    }

    @Override
    public int configurationGeneration() {
        return common.getByteVolatile(CONFIGURATION_GENERATION);
    }

    @Override
    public int maximumQueueSize(int queue) {
        common.putShortVolatile(QUEUE_SELECT, (short) queue);
        return common.getShortVolatile(QUEUE_SIZE) & 0xffff;
    }

    @Override
    public void enableQueue(int queue, Virtqueue virtqueue) {
        common.putShortVolatile(QUEUE_SELECT, (short) queue);
        common.putShortVolatile(QUEUE_SIZE, (short) virtqueue.size());
        common.putShortVolatile(QUEUE_VECTOR, (short) VECTOR);
        if ((common.getShortVolatile(QUEUE_VECTOR) & 0xffff) != VECTOR) {
            throw new DeviceException("the virtio device at " + location() + " has no interrupt vector for queue "
                    + queue); // section 4.1.5.1.2.2: it reads back NO_VECTOR
        }
        putAddress(QUEUE_DESCRIPTORS, virtqueue.descriptorAddress());
        putAddress(QUEUE_DRIVER, virtqueue.availableAddress());
        putAddress(QUEUE_DEVICE, virtqueue.usedAddress());
        long offset = (common.getShortVolatile(QUEUE_NOTIFY_OFFSET) & 0xffff) * notifyMultiplier;
        if (offset + 2 > notification.size()) {
            throw new DeviceException("the virtio device at " + location() + " places the notification of queue "
                    + queue + " at offset " + offset + ", beyond its region of " + notification.size() + " bytes");
        }
        notifyOffsets[queue] = offset;
        common.putShortVolatile(QUEUE_ENABLE, (short) 1);
    }

    private void putAddress(int register, long address) {
        common.putIntVolatile(register, (int) address);
        common.putIntVolatile(register + 4L, (int) (address >>> 32));
    }

    @Override
    public void notifyQueue(int queue) {
        notification.putShortVolatile(notifyOffsets[queue], (short) queue);
    }

    @Override
    public boolean awaitInterrupt(long timeoutNanos) {
        return interrupt.await(timeoutNanos); // an MSI-X message is an edge: nothing to acknowledge
    }

    @Override
    public void wake() {
        interrupt.wake();
    }
}
