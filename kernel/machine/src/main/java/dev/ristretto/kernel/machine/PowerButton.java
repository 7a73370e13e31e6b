package dev.ristretto.kernel.machine;

import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.jdk.RuntimeSupport;
import org.graalvm.word.Pointer;

/** How the host asks an instance to stop: the ACPI power button. */
public final class PowerButton {
    /** Marked when the button is pressed. */
    public static final CGlobalData<Pointer> PRESSED = CGlobalDataFactory.createBytes(() -> Event.SIZE);

    /** What a JVM exits with when SIGTERM asks it to stop. */
    private static final int STATUS = 128 + 15;

    private PowerButton() {}

    /** Starts the thread that runs the application's shutdown hooks and exits when the button is pressed. */
    static final class StartupHook implements RuntimeSupport.Hook {
        @Override
        public void execute(boolean isFirstIsolate) {
            Thread.ofPlatform().daemon().name("power-button").start(PowerButton::watch);
        }
    }

    private static void watch() {
        while (Event.await(PRESSED.get().rawValue(), Clock.NEVER) == 0) {
            continue;
        }
        System.exit(STATUS);
    }
}
