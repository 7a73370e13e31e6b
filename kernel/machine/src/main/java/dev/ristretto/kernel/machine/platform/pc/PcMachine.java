package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.x86.ClockRatesPointer;
import org.graalvm.nativeimage.StackValue;

/** Brings the hardware up, in the order that the pieces need one another. */
public final class PcMachine {
    private static final int LEGACY_CONTROLLER_1 = 0x21;
    private static final int LEGACY_CONTROLLER_2 = 0xa1;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** What {@link #initialize} returns on a machine without any clock. */
    public static final long NO_CLOCK = -1;

    private PcMachine() {}

    /** What a message needs: the console. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initializeConsole() {
        SerialPort.initialize();
        Interrupts.initialize();
    }

    /** How many windows of registers must be mapped before {@link #initialize}. */
    public static final int WINDOWS = 3;

    /** The physical address of such a window. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long windowAddress(int window) {
        return window == 0 ? IoApic.PHYSICAL : window == 1 ? LocalApic.PHYSICAL : PowerControl.EVENT_DEVICE;
    }

    /** Its length in bytes. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long windowBytes(int window) {
        return window == 0 ? IoApic.BYTES : AddressSpace.PAGE;
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z as the machine's own clock says now, 0 if it has none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long wall() {
        return ParavirtualClock.isRunning() ? ParavirtualClock.wall() : RealTimeClock.seconds() * NANOS_PER_SECOND;
    }

    /** In which steps that clock goes, in nanoseconds. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long wallStep() {
        return ParavirtualClock.isRunning() ? 1 : NANOS_PER_SECOND;
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long nanos() {
        return ParavirtualClock.isRunning() ? ParavirtualClock.nanos() : Ticks.nanos();
    }

    /**
     * Interrupt controllers, clocks and power button. Memory is set up; interrupts are off and stay so.
     *
     * @return nanoseconds since 1970-01-01T00:00:00Z at boot, {@link #NO_CLOCK} if this machine has no clock at all
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long initialize(long bootTimestamp) {
        Instructions.out8(LEGACY_CONTROLLER_1, 0xff);
        Instructions.out8(LEGACY_CONTROLLER_2, 0xff);
        LocalApic.enable();
        LocalApic.startCounting();
        ParavirtualClock.initialize();
        ClockRatesPointer rates = StackValue.get(ClockRatesPointer.class);
        if (!Calibration.measure(rates)) {
            return NO_CLOCK;
        }
        Ticks.start(bootTimestamp, rates.getNanosPerTick());
        long wall = wall();
        if (ParavirtualClock.isRunning()) {
            long since = Ticks.nanos();
            ParavirtualClock.start(since);
            wall -= since;
        }
        LocalApic.startTimer(rates.getCountsPerNano(), rates.getTicksPerNano());
        PowerControl.initialize();
        IoApic.route(SerialPort.LINE, Interrupts.LINES + SerialPort.LINE, false);
        SerialPort.enableInterrupts();
        return wall;
    }
}
