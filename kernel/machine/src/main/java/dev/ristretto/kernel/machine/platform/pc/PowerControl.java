package dev.ristretto.kernel.machine.platform.pc;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.Ports;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import org.graalvm.word.Pointer;

/**
 * Power off and the power button, on a chipset with PM1 registers (q35: ICH9, pc: PIIX4) or hardware-reduced ACPI
 * (microvm). Other machines end by the reset line of the keyboard controller, which is all that some monitors have.
 *
 * <p>Sources: ACPI 6.4 sections 4.8.3.1 (PM1), 4.8.3.7 (sleep registers), 5.6.9 (generic event device); QEMU's
 * {@code hw/i386/microvm.h}, Intel's ICH9 datasheet section 13.8.3 and 82371AB datasheet section 7.1 for the addresses.
 */
public final class PowerControl {
    /** All of them raise the power button on this interrupt line. */
    static final int LINE = 9;

    // microvm: the generic event device.
    static final long EVENT_DEVICE = 0xfea0_0000L;
    private static final int SLEEP_CONTROL = 0x200;
    private static final int EVENT_POWER_BUTTON = 2;
    private static final int SLEEP_S5 = 5 << 2 | 0x20;

    // A PCI function holds the base of the PM1 registers: q35's low-pin-count bridge 00:1f.0, pc's 00:01.3.
    private static final int CONFIG_ADDRESS = 0xcf8;
    private static final int CONFIG_DATA = 0xcfc;
    private static final int HOST_BRIDGE = 0x8000_0000;
    private static final int NOTHING = -1;
    private static final int ICH9 = 0x8000_f800;
    private static final int ICH9_ID = 0x2918_8086;
    private static final int PIIX4 = 0x8000_0b00;
    private static final int PIIX4_ID = 0x7113_8086;
    private static final int PM_BASE = 0x40;
    private static final int PM_BASE_BITS = 0xffc0;
    private static final int PM1_STATUS = 0;
    private static final int PM1_ENABLE = 2;
    private static final int PM1_CONTROL = 4;
    private static final int POWER_BUTTON = 0x100;
    private static final int SLEEP_ENABLE = 1 << 13;

    private static final int KEYBOARD_COMMAND = 0x64;
    private static final int PULSE_RESET = 0xfe;

    /** The port of the PM1 registers; 0 if there are none, or {@link #initialize} has not been called. */
    private static final CGlobalData<Pointer> PM1 = createBytes(() -> Variable.SIZE);

    /** Not zero if the generic event device is there and mapped. */
    private static final CGlobalData<Pointer> EVENTS = createBytes(() -> Variable.SIZE);

    private PowerControl() {}

    /** Finds the registers and enables the power button; the event device is mapped. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        int port = 0;
        if (configuration(ICH9) == ICH9_ID) {
            port = configuration(ICH9 | PM_BASE) & PM_BASE_BITS;
        } else if (configuration(PIIX4) == PIIX4_ID) {
            port = configuration(PIIX4 | PM_BASE) & PM_BASE_BITS;
        }
        if (port != 0) {
            Variable.set(PM1.get(), port);
            Instructions.out16(port + PM1_STATUS, POWER_BUTTON);
            Instructions.out16(port + PM1_ENABLE, POWER_BUTTON);
            IoApic.route(LINE, Interrupts.LINES + LINE, true);
        } else if (configuration(HOST_BRIDGE) == NOTHING) {
            // No PCI, so no other chipset: at the event device's address there is that device or nothing.
            Variable.set(EVENTS.get(), 1);
            IoApic.route(LINE, Interrupts.LINES + LINE, false);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int configuration(int address) {
        Instructions.out32(CONFIG_ADDRESS, address);
        return Instructions.in32(CONFIG_DATA);
    }

    /** Called by the line's interrupt; true if the power button was pressed. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean takeButtonPress() {
        int port = (int) Variable.get(PM1.get());
        if (port == 0) {
            if (Variable.get(EVENTS.get()) == 0) {
                return false;
            }
            int events = Instructions.read32(AddressSpace.DEVICES + EVENT_DEVICE);
            return events != -1 && (events & EVENT_POWER_BUTTON) != 0;
        }
        boolean pressed = (Instructions.in16(port + PM1_STATUS) & POWER_BUTTON) != 0;
        Instructions.out16(port + PM1_STATUS, POWER_BUTTON);
        return pressed;
    }

    /**
     * Leaves QEMU by its debug device if there is one, else switches the machine off by ACPI, else pulls the reset
     * line, else halts for ever. Safe at any time: before {@link #initialize} nothing is known of ACPI, and nothing
     * touched.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void powerOff() {
        Instructions.out8(Ports.EXIT, 0);
        int port = (int) Variable.get(PM1.get());
        if (port != 0) {
            Instructions.out16(port + PM1_CONTROL, SLEEP_ENABLE);
        } else {
            if (Variable.get(EVENTS.get()) != 0) {
                Instructions.write8(AddressSpace.DEVICES + EVENT_DEVICE + SLEEP_CONTROL, SLEEP_S5);
            }
            Instructions.out8(KEYBOARD_COMMAND, PULSE_RESET);
        }
        Instructions.haltForever();
    }
}
