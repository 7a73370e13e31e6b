package dev.ristretto.kernel.network.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who owns a frame, and how many there are. */
class FrameTest {
    @Test
    void aFrameReleasedTwiceIsDetected() {
        HeapFramePool pool = new HeapFramePool(1, 100, 4);
        Frame frame = Objects.requireNonNull(pool.allocate(50));
        assertThat(pool.allocate(50)).as("bounded").isNull();
        frame.release();
        assertThatIllegalStateException().isThrownBy(frame::release);
        assertThat(pool.allocate(50)).isNotNull();
        assertThat(pool.allocate(101)).isNull();
    }
}
