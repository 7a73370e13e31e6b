package dev.ristretto.kernel.machine.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.Cpu;
import dev.ristretto.kernel.machine.Kernel;
import dev.ristretto.kernel.machine.Raw;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.word.Pointer;

/** Brings the hardware up, in the order that the pieces need one another. */
public final class Machine {
    private static final int LEGACY_CONTROLLER_1 = 0x21;
    private static final int LEGACY_CONTROLLER_2 = 0xa1;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Machine() {}

    /** What a message needs: the console. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void initializeConsole() {
        SerialPort.initialize();
        Interrupts.initialize();
    }

    /** Interrupt controllers, clocks and power button. Memory is set up; interrupts are off and stay so. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void initialize(long bootTimestamp) {
        Cpu.out8(LEGACY_CONTROLLER_1, 0xff);
        Cpu.out8(LEGACY_CONTROLLER_2, 0xff);
        Kernel.mapDevice(0xfec0_0000L, 0x2_0000);
        Kernel.mapDevice(LocalApic.PHYSICAL, 0x1000);
        Kernel.mapDevice(PowerControl.EVENT_DEVICE, 0x1000);
        LocalApic.enable();
        LocalApic.startCounting();
        Pointer rates = StackValue.get(24);
        Calibration.measure(rates.rawValue());
        Kernel.startClock(bootTimestamp, Raw.getLong(rates.rawValue(), 0), RealTimeClock.seconds() * NANOS_PER_SECOND);
        LocalApic.startTimer(Raw.getLong(rates.rawValue(), 16), Raw.getLong(rates.rawValue(), 8));
        PowerControl.initialize();
        IoApic.route(SerialPort.LINE, Interrupts.LINES + SerialPort.LINE, false);
        SerialPort.enableInterrupts();
    }
}
