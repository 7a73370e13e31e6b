package dev.ristretto.kernel.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How operations fail. */
public final class Failing {

    private Failing() {}

    /** Asserts that a call fails with an errno. */
    public static void assertErrno(Errno expected, ThrowingCallable call) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(expected));
    }
}
