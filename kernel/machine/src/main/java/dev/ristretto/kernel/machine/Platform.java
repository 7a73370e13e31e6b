package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.abi.Ports;
import dev.ristretto.kernel.machine.hosted.HostConsole;
import dev.ristretto.kernel.machine.hosted.HostEvents;
import dev.ristretto.kernel.machine.hosted.HostMachine;
import dev.ristretto.kernel.machine.hosted.HostMemory;
import dev.ristretto.kernel.machine.pc.LocalApic;
import dev.ristretto.kernel.machine.pc.Machine;
import dev.ristretto.kernel.machine.pc.PowerControl;
import dev.ristretto.kernel.machine.pc.SerialPort;
import org.graalvm.nativeimage.ImageInfo;

/**
 * What the kernel needs of the machine it runs on; all else in this package is the same on every backend.
 *
 * <p>There are two, and every image has both: {@code pc}, virtual or physical x86-64 hardware, and {@code hosted}, a process
 * of Linux. Static because it serves code that runs before and below the Java heap.
 */
public final class Platform {
    private Platform() {}

    /** Whether the kernel is a process of Linux; false on a plain JVM, where tests run. */
    public static boolean isHosted() {
        return ImageInfo.inImageRuntimeCode() && Cpu.isHosted();
    }

    /** What a message needs: the console. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void initializeConsole() {
        if (!Cpu.isHosted()) {
            Machine.initializeConsole();
        }
    }

    /** Interrupts, clock and power button; the machine is locked in from here on. Memory is set up, interrupts are off. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void initialize(long bootTimestamp) {
        if (Cpu.isHosted()) {
            HostMachine.initialize(bootTimestamp);
        } else {
            Machine.initialize(bootTimestamp);
        }
    }

    /**
     * Makes this CPU take a timer interrupt when {@link Clock#now} reaches {@code deadline}, replacing an earlier one.
     *
     * @param beforeHalt whether the CPU halts next
     */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void armTimer(long deadline, boolean beforeHalt) {
        if (Cpu.isHosted()) {
            HostEvents.armTimer(deadline, beforeHalt);
        } else {
            LocalApic.armTimer(deadline);
        }
    }

    /** {@code deadline}, or the earlier time at which a CPU that does not halt must look after its devices. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long latestTimer(long deadline) {
        return Cpu.isHosted() ? HostEvents.latestTimer(deadline) : deadline;
    }

    /** With interrupts off: sleeps until one has been handled. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void halt() {
        if (Cpu.isHosted()) {
            HostEvents.halt();
        } else {
            Cpu.enableInterruptsAndHalt();
        }
    }

    /** Lets the CPU find what the page tables say of a range that has just got zeroed pages; false if it cannot. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean pagesMapped(long start, long bytes, int access) {
        return !Cpu.isHosted() || HostMemory.map(start, bytes, access);
    }

    /** The same for a range whose pages have been taken away. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void pagesUnmapped(long start, long bytes) {
        if (Cpu.isHosted()) {
            HostMemory.unmap(start, bytes);
        }
    }

    /** The same for a range whose rights have changed. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean pagesProtected(long start, long bytes, int access) {
        return !Cpu.isHosted() || HostMemory.protect(start, bytes, access);
    }

    /** The same for pages that have got another address. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean pagesMoved(long from, long bytes, long to) {
        return !Cpu.isHosted() || HostMemory.move(from, bytes, to);
    }

    /** Writes bytes to the console; waits only while the host takes none and the buffer is full. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void consoleWrite(long address, long bytes) {
        if (Cpu.isHosted()) {
            HostConsole.write(address, bytes);
        } else {
            SerialPort.write(address, bytes);
        }
    }

    /** Takes up to {@code bytes} of the input that has come; returns how many, 0 if none is there, -1 if none will come. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long consoleRead(long address, long bytes) {
        return Cpu.isHosted() ? HostConsole.read(address, bytes) : SerialPort.read(address, bytes);
    }

    /** How many bytes of input can be read at once, at least. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long consoleAvailable() {
        return Cpu.isHosted() ? HostConsole.available() : SerialPort.available();
    }

    /** Has {@link Console#INPUT} marked when there is input. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void consoleRequestInput() {
        if (Cpu.isHosted()) {
            HostConsole.requestInput();
        }
    }

    /** Writes a byte to the console at once, also when the kernel is in no state to do anything else. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void consoleWriteNow(int character) {
        if (Cpu.isHosted()) {
            HostConsole.writeNow(character);
        } else {
            SerialPort.writeNow(character);
        }
    }

    /** Writes a byte to the channel that tells the host how the instance ended; lost where there is none. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void reportWrite(int character) {
        if (Cpu.isHosted()) {
            HostConsole.reportWrite(character);
        } else {
            Cpu.out8(Ports.REPORT, character);
        }
    }

    /** A word of what the host gave as seed of random numbers, {@code index} 0 to 3; 0 where it gives none. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long seed(int index) {
        return Cpu.isHosted() ? HostMachine.seed(index) : 0;
    }

    /** Ends the machine; as a process with an exit status. Does not return. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void powerOff(int status) {
        if (Cpu.isHosted()) {
            HostMachine.exit(status);
        } else {
            SerialPort.flush();
            PowerControl.powerOff();
        }
    }
}
