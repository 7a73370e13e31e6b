package dev.ristretto.kernel.machine.platform;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.abi.Ports;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.platform.hosted.HostConsole;
import dev.ristretto.kernel.machine.platform.hosted.HostEvents;
import dev.ristretto.kernel.machine.platform.hosted.HostMachine;
import dev.ristretto.kernel.machine.platform.hosted.HostMemory;
import dev.ristretto.kernel.machine.platform.hosted.HostNetwork;
import dev.ristretto.kernel.machine.platform.pc.ErrorPort;
import dev.ristretto.kernel.machine.platform.pc.Interrupts;
import dev.ristretto.kernel.machine.platform.pc.LocalApic;
import dev.ristretto.kernel.machine.platform.pc.PcMachine;
import dev.ristretto.kernel.machine.platform.pc.PowerControl;
import dev.ristretto.kernel.machine.platform.pc.SerialPort;

/**
 * What the kernel needs of the machine it runs on; what is above is the same on every one.
 *
 * <p>There are two, and every image has both: {@code pc}, virtual or physical x86-64 hardware, and {@code hosted}, a
 * process of Linux. Nothing else asks which it is. Static because it serves code that runs before and below the Java
 * heap.
 */
public final class Platform {
    /** What {@link #initialize} returns on a machine without any clock. */
    public static final long NO_CLOCK = PcMachine.NO_CLOCK;

    /** There is no network. */
    public static final int NO_NETWORK = HostNetwork.NONE;

    /** A stream of bytes, each frame behind its length in four of them. */
    public static final int STREAM_NETWORK = HostNetwork.STREAM;

    private Platform() {}

    /** Whether there are buses with devices to be found; false where the host has handed over what there is. */
    public static boolean hasBuses() {
        return !isHosted();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean isHosted() {
        return Cpu.current().getHosted() != 0;
    }

    /** What a message needs: the console. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initializeConsole() {
        if (!isHosted()) {
            PcMachine.initializeConsole();
        }
    }

    /** How many windows of device registers must be mapped before {@link #initialize}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int deviceWindows() {
        return isHosted() ? 0 : PcMachine.WINDOWS;
    }

    /** The physical address of such a window. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long deviceAddress(int window) {
        return PcMachine.windowAddress(window);
    }

    /** Its length in bytes. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long deviceBytes(int window) {
        return PcMachine.windowBytes(window);
    }

    /**
     * Interrupts, clock and power button. Memory is set up, interrupts are off.
     *
     * @return nanoseconds since 1970-01-01T00:00:00Z at boot, {@link #NO_CLOCK} if there is no clock
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long initialize(long bootTicks) {
        return isHosted() ? HostMachine.initialize(bootTicks) : PcMachine.initialize(bootTicks);
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long nanos() {
        return isHosted() ? Ticks.nanos() : PcMachine.nanos();
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z by a clock that does not drift; 0 where there is none to be read. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long wall() {
        return isHosted() ? 0 : PcMachine.wall();
    }

    /** In which steps that clock goes, in nanoseconds. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long wallStep() {
        return PcMachine.wallStep();
    }

    /**
     * Makes this CPU take a timer interrupt when the clock reaches {@code deadline}, replacing an earlier one.
     *
     * @param beforeHalt whether the CPU halts next
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void armTimer(long deadline, boolean beforeHalt) {
        if (isHosted()) {
            HostEvents.armTimer(deadline, beforeHalt);
        } else {
            LocalApic.armTimer(deadline);
        }
    }

    /** {@code deadline}, or the earlier time at which a CPU that does not halt must look after its devices. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long latestTimer(long deadline) {
        return isHosted() ? HostEvents.latestTimer(deadline) : deadline;
    }

    /** With interrupts off: sleeps until one has been handled. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void halt() {
        if (isHosted()) {
            HostEvents.halt();
        } else {
            Instructions.enableInterruptsAndHalt();
        }
    }

    /**
     * Whether the platform finds the pages behind addresses itself: the kernel's page tables then keep account, no
     * more, and it has mapped the direct map and the image.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean providesPages() {
        return isHosted();
    }

    /** Lets the CPU find what the page tables say of a range that has just got zeroed pages; false if it cannot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean pagesMapped(long start, long bytes, int access) {
        return !isHosted() || HostMemory.map(start, bytes, access);
    }

    /** The same for a range whose pages have been taken away. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void pagesUnmapped(long start, long bytes) {
        if (isHosted()) {
            HostMemory.unmap(start, bytes);
        }
    }

    /** The same for a range whose rights have changed. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean pagesProtected(long start, long bytes, int access) {
        return !isHosted() || HostMemory.protect(start, bytes, access);
    }

    /** The same for pages that have got another address. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean pagesMoved(long from, long bytes, long to) {
        return !isHosted() || HostMemory.move(from, bytes, to);
    }

    /**
     * Writes bytes to the console; waits only while the host takes none and the buffer is full.
     *
     * @param errors whether they are meant for standard error, which the host may keep apart
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void consoleWrite(long address, long bytes, boolean errors) {
        if (isHosted()) {
            HostConsole.write(address, bytes, errors);
        } else if (errors) {
            ErrorPort.write(address, bytes);
        } else {
            SerialPort.write(address, bytes);
        }
    }

    /**
     * Takes up to {@code bytes} of the input that has come; returns how many, 0 if none is there, -1 if none will come.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long consoleRead(long address, long bytes) {
        return isHosted() ? HostConsole.read(address, bytes) : SerialPort.read(address, bytes);
    }

    /** How many bytes of input can be read at once, at least. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long consoleAvailable() {
        return isHosted() ? HostConsole.available() : SerialPort.available();
    }

    /** Has an event marked when there is input. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void consoleRequestInput(EventPointer event) {
        if (isHosted()) {
            HostConsole.requestInput(event);
        }
    }

    /** Writes a byte to the console at once, also when the kernel is in no state to do anything else. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void consoleWriteNow(int character) {
        if (isHosted()) {
            HostConsole.writeNow(character);
        } else {
            SerialPort.writeNow(character);
        }
    }

    /** Writes a byte to the channel that tells the host how the instance ended; lost where there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void reportWrite(int character) {
        if (isHosted()) {
            HostConsole.reportWrite(character);
        } else {
            Instructions.out8(Ports.REPORT, character);
        }
    }

    /** Whether who runs the instance can read its memory while it runs. */
    public static boolean hostReadsMemory() {
        return !isHosted();
    }

    /** A word of what the host gave as seed of random numbers, {@code index} 0 to 3; 0 where it gives none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long seed(int index) {
        return isHosted() ? HostMachine.seed(index) : 0;
    }

    /** Ends the machine; as a process with an exit status. Does not return. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void powerOff(int status) {
        if (isHosted()) {
            HostMachine.exit(status);
        } else {
            SerialPort.flush();
            PowerControl.powerOff();
        }
    }

    /**
     * Lets an event be marked by an interrupt line; level-triggered, held back until {@link #unmaskLine} after each
     * time.
     */
    public static void connectLine(int line, EventPointer event) {
        Interrupts.connectLine(line, event);
    }

    /** Lets the next interrupt of a line through. */
    public static void unmaskLine(int line) {
        Interrupts.unmask(line);
    }

    /**
     * Lets an event be marked by a message-signalled interrupt; returns what its message says, -1 when all are taken.
     */
    public static int connectMessage(EventPointer event) {
        return Interrupts.connectMessage(event);
    }

    /** Where a device writes a message to. */
    public static long messageAddress() {
        return Interrupts.messageAddress();
    }

    /**
     * How Ethernet frames pass the descriptor that the host has handed over; {@link #NO_NETWORK} where it has none or
     * has a card.
     */
    public static int networkKind() {
        return isHosted() ? HostNetwork.kind() : NO_NETWORK;
    }

    /** Reads what the network has; 0 if that is nothing now, negative if it will never be anything. */
    public static long networkRead(long address, long bytes) {
        return HostNetwork.read(address, bytes);
    }

    /** Writes what the network takes now; negative if the other side is gone. */
    public static long networkWrite(long address, long bytes) {
        return HostNetwork.write(address, bytes);
    }

    /** Has an event marked once, when the network can be read or, if {@code alsoWritable}, written. */
    public static void networkRequest(boolean alsoWritable, EventPointer event) {
        HostNetwork.request(alsoWritable, event);
    }
}
