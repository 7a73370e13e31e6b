package dev.ristretto.kernel.machine.layout;

import dev.ristretto.abi.LinuxImage;

/** Whether this kernel runs programs in ring 3, whose memory is then most of what there is; settled by its build. */
public final class UserSupport {
    public static final boolean INCLUDED = Boolean.getBoolean(LinuxImage.PROPERTY);

    private UserSupport() {}
}
