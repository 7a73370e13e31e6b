package dev.ristretto.kernel.machine.power;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.Report;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.platform.Platform;
import org.graalvm.nativeimage.c.type.CCharPointer;

/** The end of an instance: tells the host the exit status and switches the machine off. */
public final class Power {
    private static final CGlobalData<CCharPointer> EXIT = createCString(Report.EXIT);

    private Power() {}

    /** Ends the instance with a process's exit status, 0 to 255 (the low eight bits count). Does not return. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void off(int status) {
        report(EXIT.get());
        int value = status & 0xff;
        for (int power = value >= 100 ? 100 : value >= 10 ? 10 : 1; power > 0; power /= 10) {
            Platform.reportWrite('0' + value / power % 10);
        }
        Platform.reportWrite('\n');
        Platform.powerOff(value);
    }

    /** Writes a line of ASCII to the report channel. */
    public static void report(String text) {
        for (int i = 0; i < text.length(); i++) {
            Platform.reportWrite(text.charAt(i));
        }
    }

    /** Writes a C string to the report channel. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void report(CCharPointer text) {
        for (int i = 0; text.read(i) != 0; i++) {
            Platform.reportWrite(text.read(i));
        }
    }
}
