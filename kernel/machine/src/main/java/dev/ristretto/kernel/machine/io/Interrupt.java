package dev.ristretto.kernel.machine.io;

import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.threads.KernelEvent;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.word.WordFactory;

/**
 * An interrupt of a device, which one platform thread waits for.
 *
 * <p>A line ({@link #line}) is level-triggered and held back when it fires, until {@link #acknowledge}: quieten the
 * device first. A message ({@link #message}) needs no acknowledgement.
 */
public final class Interrupt {
    private static final int NO_LINE = -1;

    private final EventPointer event;
    private final int line;
    private final int vector;

    private Interrupt(EventPointer event, int line, int vector) {
        this.event = event;
        this.line = line;
        this.vector = vector;
    }

    /** The interrupt on an input of the I/O interrupt controllers, 0 to 47. Held back until {@link #enable}. */
    public static Interrupt line(int line) {
        if (line < 0 || line >= 48) {
            throw new IllegalArgumentException("there is no interrupt line " + line + ", lines are 0 to 47");
        }
        EventPointer event = newEvent();
        Platform.connectLine(line, event);
        return new Interrupt(event, line, 0);
    }

    /** A message-signalled interrupt (MSI, MSI-X) of its own vector. */
    public static Interrupt message() {
        EventPointer event = newEvent();
        int vector = Platform.connectMessage(event);
        if (vector < 0) {
            throw new IllegalStateException("all interrupt vectors are taken");
        }
        return new Interrupt(event, NO_LINE, vector);
    }

    /** A zeroed {@link KernelEvent}, never freed. */
    static EventPointer newEvent() {
        EventPointer event = WordFactory.pointer(CHeap.allocate(SizeOf.get(EventPointer.class)));
        if (event.isNull()) {
            throw new OutOfMemoryError("no C memory for an interrupt");
        }
        Cpu.fill(event.rawValue(), 0, SizeOf.get(EventPointer.class));
        return event;
    }

    /** The address a device writes {@link #messageData} to. */
    public long messageAddress() {
        return Platform.messageAddress();
    }

    /** What a device writes to interrupt. */
    public int messageData() {
        return vector;
    }

    /** Lets the interrupt through. */
    public void enable() {
        acknowledge();
    }

    /** Lets a line's next interrupt through; the device must have been told to lower the line. */
    public void acknowledge() {
        if (line != NO_LINE) {
            Platform.unmaskLine(line);
        }
    }

    /**
     * Waits until the interrupt has fired since the last wait, {@link #wake} was called, or the time is over.
     *
     * @param timeoutNanos how long to wait, {@code Long.MAX_VALUE} for ever
     * @return whether it has fired
     */
    public boolean await(long timeoutNanos) {
        return KernelEvent.await(event, KernelClock.after(timeoutNanos)) != 0;
    }

    /** Lets the current or the next {@link #await} return early. Safe from any thread. */
    public void wake() {
        KernelEvent.wake(event);
    }
}
