package dev.ristretto.kernel.personality.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How calls on sockets fail. */
final class SocketFailures {
    private SocketFailures() {}

    /** Asserts that a call fails with an errno. */
    static void fails(Errno expected, ThrowingCallable call) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(expected));
    }
}
