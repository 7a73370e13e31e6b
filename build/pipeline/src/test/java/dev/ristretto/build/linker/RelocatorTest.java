package dev.ristretto.build.linker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelocatorTest {
    private static final int PC32 = 2;

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void relativeFieldLeadsBackToItsTargetForRandomAddresses() throws Exception {
        long seed = 4711;
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            long place = random.nextLong() >>> 17;
            long addend = random.nextInt(64) - 32;
            long symbol = place + random.nextInt() - addend;
            ByteBuffer content = buffer();
            Relocator.apply(PC32, content, 4, symbol, addend, place);
            assertThat(place + content.getInt(4))
                    .as("seed %s round %s", seed, round)
                    .isEqualTo(symbol + addend);
            assertThat(content.getInt(0)).isZero();
            assertThat(content.getInt(8)).isZero();
        }
    }

    @Test
    void relativeFieldFitsExactlyUpToTheLimitsOf32Bits() throws Exception {
        long place = 0x100000000000L;
        ByteBuffer content = buffer();
        Relocator.apply(PC32, content, 0, place + Integer.MAX_VALUE, 0, place);
        assertThat(content.getInt(0)).isEqualTo(Integer.MAX_VALUE);
        Relocator.apply(PC32, content, 0, place + Integer.MIN_VALUE, 0, place);
        assertThat(content.getInt(0)).isEqualTo(Integer.MIN_VALUE);
        assertThatThrownBy(() -> Relocator.apply(PC32, content, 0, place + Integer.MAX_VALUE + 1L, 0, place))
                .isInstanceOf(Relocator.OverflowException.class);
        assertThatThrownBy(() -> Relocator.apply(PC32, content, 0, place + Integer.MIN_VALUE - 1L, 0, place))
                .isInstanceOf(Relocator.OverflowException.class);
    }

    @Test
    void unsigned32AcceptsFourGigabytesAndSigned32OnlyTwo() throws Exception {
        ByteBuffer content = buffer();
        Relocator.apply(10, content, 0, 0xfee00000L, 0, 0);
        assertThat(content.getInt(0)).isEqualTo(0xfee00000);
        assertThatThrownBy(() -> Relocator.apply(11, content, 0, 0xfee00000L, 0, 0))
                .isInstanceOf(Relocator.OverflowException.class);
        assertThatThrownBy(() -> Relocator.apply(10, content, 0, -1, 0, 0))
                .isInstanceOf(Relocator.OverflowException.class);
        Relocator.apply(11, content, 0, -1, 0, 0);
        assertThat(content.getInt(0)).isEqualTo(-1);
    }
}
