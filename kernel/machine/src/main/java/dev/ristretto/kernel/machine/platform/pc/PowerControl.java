package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.abi.Ports;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import org.graalvm.word.Pointer;

/**
 * Power off and the power button, on a chipset with PM1 registers (q35: ICH9) or hardware-reduced ACPI (microvm).
 *
 * <p>Sources: ACPI 6.4 sections 4.8.3.1 (PM1), 4.8.3.7 (sleep registers), 5.6.9 (generic event device); QEMU's
 * {@code hw/i386/microvm.h} and Intel's ICH9 datasheet section 13.8.3 for the addresses.
 */
public final class PowerControl {
    /** Both chipsets raise the power button on this interrupt line. */
    static final int LINE = 9;

    // microvm: the generic event device.
    static final long EVENT_DEVICE = 0xfea0_0000L;
    private static final int SLEEP_CONTROL = 0x200;
    private static final int EVENT_POWER_BUTTON = 2;
    private static final int SLEEP_S5 = 5 << 2 | 0x20;

    // q35: the low-pin-count bridge 00:1f.0 holds the base of the PM1 registers.
    private static final int CONFIG_ADDRESS = 0xcf8;
    private static final int CONFIG_DATA = 0xcfc;
    private static final int BRIDGE = 0x8000_f800;
    private static final int BRIDGE_ID = 0x2918_8086;
    private static final int PM_BASE = 0x40;
    private static final int PM1_STATUS = 0;
    private static final int PM1_ENABLE = 2;
    private static final int PM1_CONTROL = 4;
    private static final int POWER_BUTTON = 0x100;
    private static final int SLEEP_ENABLE = 1 << 13;

    /** The port of the PM1 registers, 0 on hardware-reduced machines. */
    private static final CGlobalData<Pointer> PM1 = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    private PowerControl() {}

    /** Finds the registers and enables the power button; the event device is mapped. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        Instructions.out32(CONFIG_ADDRESS, BRIDGE);
        if (Instructions.in32(CONFIG_DATA) == BRIDGE_ID) {
            Instructions.out32(CONFIG_ADDRESS, BRIDGE | PM_BASE);
            int port = Instructions.in32(CONFIG_DATA) & 0xff80;
            Variable.set(PM1.get(), port);
            Instructions.out16(port + PM1_STATUS, POWER_BUTTON);
            Instructions.out16(port + PM1_ENABLE, POWER_BUTTON);
            IoApic.route(LINE, Interrupts.LINES + LINE, true);
        } else {
            IoApic.route(LINE, Interrupts.LINES + LINE, false);
        }
    }

    /** Called by the line's interrupt; true if the power button was pressed. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean takeButtonPress() {
        int port = (int) Variable.get(PM1.get());
        if (port == 0) {
            int events = Instructions.read32(AddressSpace.DEVICES + EVENT_DEVICE);
            return events != -1 && (events & EVENT_POWER_BUTTON) != 0;
        }
        boolean pressed = (Instructions.in16(port + PM1_STATUS) & POWER_BUTTON) != 0;
        Instructions.out16(port + PM1_STATUS, POWER_BUTTON);
        return pressed;
    }

    /** Leaves QEMU by its debug device if there is one, else switches the machine off by ACPI, else halts for ever. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void powerOff() {
        Instructions.out8(Ports.EXIT, 0);
        int port = (int) Variable.get(PM1.get());
        if (port != 0) {
            Instructions.out16(port + PM1_CONTROL, SLEEP_ENABLE);
        } else {
            Instructions.write8(AddressSpace.DEVICES + EVENT_DEVICE + SLEEP_CONTROL, SLEEP_S5);
        }
        Instructions.haltForever();
    }
}
