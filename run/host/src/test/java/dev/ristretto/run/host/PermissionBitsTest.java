package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class PermissionBitsTest {
    @Test
    void eachBitIsWhatChmodSays() {
        assertThat(PermissionBits.of(PosixFilePermissions.fromString("rwxr-x--x")))
                .isEqualTo(0751);
        assertThat(PermissionBits.permissions(0751)).isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
        for (int bits = 0; bits <= 0777; bits++) {
            assertThat(PermissionBits.of(PermissionBits.permissions(bits))).isEqualTo(bits);
        }
    }

    @Test
    void bitsThatLendRightsAreLeftOut() {
        assertThat(PermissionBits.permissions(07644)).isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }
}
