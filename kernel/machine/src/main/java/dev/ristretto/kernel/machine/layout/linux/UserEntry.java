package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct passwd of the C library: a user. */
public final class UserEntry {
    private static final int NAME = 0;
    private static final int PASSWORD = 8;
    private static final int NUMBERS = 16;
    private static final int COMMENT = 24;
    private static final int HOME = 32;
    private static final int SHELL = 40;

    private UserEntry() {}

    /** Writes the user with number 0, all other texts being the name. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase entry, PointerBase name, PointerBase home) {
        Raw.putLong(entry, NAME, name.rawValue());
        Raw.putLong(entry, PASSWORD, name.rawValue());
        Raw.putLong(entry, NUMBERS, 0);
        Raw.putLong(entry, COMMENT, name.rawValue());
        Raw.putLong(entry, HOME, home.rawValue());
        Raw.putLong(entry, SHELL, name.rawValue());
    }
}
