package dev.ristretto.kernel.machine;

import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import org.graalvm.word.Pointer;

/** How the host asks an instance to stop: the ACPI power button. */
public final class PowerButton {
    /** Marked when the button is pressed. */
    public static final CGlobalData<Pointer> PRESSED = CGlobalDataFactory.createBytes(() -> Event.SIZE);

    private PowerButton() {}

    /** Waits until the button is pressed. For one thread. */
    public static void await() {
        while (Event.await(PRESSED.get().rawValue(), Clock.NEVER) == 0) {
            continue;
        }
    }
}
