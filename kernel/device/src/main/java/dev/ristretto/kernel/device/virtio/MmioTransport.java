package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.io.Interrupt;
import dev.ristretto.kernel.machine.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/** A virtio device behind memory-mapped registers (virtio 1.2 section 4.2), version 2. */
final class MmioTransport implements Transport {
    private static final int MAGIC = 0x74726976; // "virt"
    private static final int VERSION_MODERN = 2;
    private static final int VERSION_LEGACY = 1;

    // Register offsets, section 4.2.2 table 4.1.
    private static final int MAGIC_VALUE = 0x000;
    private static final int VERSION = 0x004;
    private static final int DEVICE_ID = 0x008;
    private static final int DEVICE_FEATURES = 0x010;
    private static final int DEVICE_FEATURES_SELECT = 0x014;
    private static final int DRIVER_FEATURES = 0x020;
    private static final int DRIVER_FEATURES_SELECT = 0x024;
    private static final int QUEUE_SELECT = 0x030;
    private static final int QUEUE_SIZE_MAX = 0x034;
    private static final int QUEUE_SIZE = 0x038;
    private static final int QUEUE_READY = 0x044;
    private static final int QUEUE_NOTIFY = 0x050;
    private static final int INTERRUPT_STATUS = 0x060;
    private static final int INTERRUPT_ACKNOWLEDGE = 0x064;
    private static final int STATUS = 0x070;
    private static final int QUEUE_DESCRIPTORS = 0x080;
    private static final int QUEUE_DRIVER = 0x090;
    private static final int QUEUE_DEVICE = 0x0a0;
    private static final int CONFIGURATION_GENERATION = 0x0fc;
    private static final int CONFIGURATION = 0x100;

    private final RawMemory registers;
    private final MmioWindow window;
    private final Interrupt interrupt;

    private MmioTransport(MmioWindow window, RawMemory registers, Interrupt interrupt) {
        this.window = window;
        this.registers = registers;
        this.interrupt = interrupt;
    }

    /**
     * The device behind {@code registers} if it is of type {@code deviceType}.
     *
     * @return null if the slot is empty or holds another device
     * @throws DeviceException if there is no virtio device, or a legacy one
     */
    static @Nullable MmioTransport open(MmioWindow window, RawMemory registers, int deviceType) {
        int magic = registers.getIntVolatile(MAGIC_VALUE);
        if (magic != MAGIC) {
            throw new DeviceException("no virtio device at " + window + ": the kernel command line announces one, but"
                    + " its magic number is 0x" + Integer.toHexString(magic));
        }
        int type = registers.getIntVolatile(DEVICE_ID);
        if (type != deviceType) {
            return null;
        }
        int version = registers.getIntVolatile(VERSION);
        if (version == VERSION_LEGACY) {
            throw new DeviceException("the virtio device at " + window
                    + " is a legacy one (version 1); start QEMU with -global virtio-mmio.force-legacy=false");
        }
        if (version != VERSION_MODERN) {
            throw new DeviceException("the virtio device at " + window + " has the unknown version " + version
                    + "; this kernel knows version 2");
        }
        Interrupt interrupt = Interrupt.line(window.line());
        interrupt.enable();
        return new MmioTransport(window, registers, interrupt);
    }

    @Override
    public String location() {
        return window.toString();
    }

    @Override
    public long offeredFeatures() {
        registers.putIntVolatile(DEVICE_FEATURES_SELECT, 1);
        long high = registers.getIntVolatile(DEVICE_FEATURES);
        registers.putIntVolatile(DEVICE_FEATURES_SELECT, 0);
        return high << 32 | registers.getIntVolatile(DEVICE_FEATURES) & 0xffff_ffffL;
    }

    @Override
    public void acceptFeatures(long features) {
        registers.putIntVolatile(DRIVER_FEATURES_SELECT, 1);
        registers.putIntVolatile(DRIVER_FEATURES, (int) (features >>> 32));
        registers.putIntVolatile(DRIVER_FEATURES_SELECT, 0);
        registers.putIntVolatile(DRIVER_FEATURES, (int) features);
    }

    @Override
    public int status() {
        return registers.getIntVolatile(STATUS);
    }

    @Override
    public void setStatus(int status) {
        registers.putIntVolatile(STATUS, status);
        if (status == 0) {
            Reset.await(this);
        }
    }

    @Override
    public int configuration8(int offset) {
        return registers.getByteVolatile(CONFIGURATION + offset) & 0xff;
    }

    @Override
    public int configuration32(int offset) {
        return registers.getIntVolatile(CONFIGURATION + offset);
    }

    @Override
    public int configurationGeneration() {
        return registers.getIntVolatile(CONFIGURATION_GENERATION);
    }

    @Override
    public int maximumQueueSize(int queue) {
        registers.putIntVolatile(QUEUE_SELECT, queue);
        return registers.getIntVolatile(QUEUE_SIZE_MAX);
    }

    @Override
    public void enableQueue(int queue, Virtqueue virtqueue) {
        registers.putIntVolatile(QUEUE_SELECT, queue);
        registers.putIntVolatile(QUEUE_SIZE, virtqueue.size());
        putAddress(QUEUE_DESCRIPTORS, virtqueue.descriptorAddress());
        putAddress(QUEUE_DRIVER, virtqueue.availableAddress());
        putAddress(QUEUE_DEVICE, virtqueue.usedAddress());
        registers.putIntVolatile(QUEUE_READY, 1);
    }

    private void putAddress(int register, long address) {
        registers.putIntVolatile(register, (int) address);
        registers.putIntVolatile(register + 4L, (int) (address >>> 32));
    }

    @Override
    public void notifyQueue(int queue) {
        registers.putIntVolatile(QUEUE_NOTIFY, queue);
    }

    @Override
    public boolean awaitInterrupt(long timeoutNanos) {
        if (!interrupt.await(timeoutNanos)) {
            return false;
        }
        // The line is level-triggered: the device must lower it before the controller listens again.
        int reasons = registers.getIntVolatile(INTERRUPT_STATUS);
        registers.putIntVolatile(INTERRUPT_ACKNOWLEDGE, reasons);
        interrupt.acknowledge();
        return true;
    }

    @Override
    public void wake() {
        interrupt.wake();
    }
}
