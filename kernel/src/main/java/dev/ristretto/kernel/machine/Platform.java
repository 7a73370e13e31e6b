package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.pc.LocalApic;
import dev.ristretto.kernel.machine.pc.PowerControl;
import dev.ristretto.kernel.machine.pc.SerialPort;

/**
 * What the kernel needs of the machine it runs on; all else in this package is the same on every backend.
 *
 * <p>The one backend is {@code pc}: virtual or physical x86-64 hardware. Static because it serves code that runs before
 * and below the Java heap.
 */
public final class Platform {
    private Platform() {}

    /** Makes this CPU take a timer interrupt when {@link Clock#now} reaches {@code deadline}, replacing an earlier one. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void armTimer(long deadline) {
        LocalApic.armTimer(deadline);
    }

    /** Writes bytes to the console; waits only while the host takes none and the buffer is full. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void consoleWrite(long address, long bytes) {
        SerialPort.write(address, bytes);
    }

    /** Writes a byte to the console at once, also when the kernel is in no state to do anything else. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void consoleWriteNow(int character) {
        SerialPort.writeNow(character);
    }

    /** Writes a byte to the channel that tells the host how the instance ended; lost where there is none. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void reportWrite(int character) {
        Cpu.out8(PowerControl.REPORT_PORT, character);
    }

    /** Ends the machine. Does not return. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void powerOff() {
        SerialPort.flush();
        PowerControl.powerOff();
    }
}
