package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct sockaddr_un. */
public final class UnixAddress {

    /** Bytes of a path, with the null at its end. */
    public static final int LONGEST_PATH = 108;

    private static final int UNIX_DOMAIN = 1;
    private static final int PATH = 2;

    /** Bytes. */
    public static final int SIZE = PATH + LONGEST_PATH;

    private UnixAddress() {}

    /** Says which domain the address is of; the rest is zeroed. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setDomain(PointerBase address) {
        Raw.putByte(address.rawValue(), UNIX_DOMAIN);
    }

    /** The path, a C string. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long path(PointerBase address) {
        return address.rawValue() + PATH;
    }
}
