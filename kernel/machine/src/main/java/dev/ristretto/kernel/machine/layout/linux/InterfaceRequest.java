package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct ifreq: the name of an interface and what is to become of it. */
public final class InterfaceRequest {
    private static final int FLAGS = 16;

    /** Bytes of the name, with the null at its end. */
    public static final int NAME_LENGTH = 16;

    /** Bytes. */
    public static final int SIZE = 40;

    private InterfaceRequest() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setFlags(PointerBase request, int value) {
        Raw.putInt(request, FLAGS, value);
    }

    /** The name, a C string. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long name(PointerBase request) {
        return request.rawValue();
    }
}
