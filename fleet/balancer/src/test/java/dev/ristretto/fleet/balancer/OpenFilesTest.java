package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    private static final String HEADING = "Limit                     Soft Limit           Hard Limit           Units\n";

    @Test
    void theSoftLimitCounts() {
        assertThat(OpenFiles.most(
                        HEADING + "Max open files            1024                 524288               files\n"))
                .isEqualTo(1024);
    }

    @Test
    void noneIsVeryMany() {
        assertThat(OpenFiles.most(
                        HEADING + "Max open files            unlimited            unlimited            files\n"))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whereNothingIsToldItIsWhatLinuxGives() {
        assertThat(OpenFiles.most(HEADING)).isEqualTo(1024);
    }

    @Test
    void thisProcessHasOne() {
        assertThat(OpenFiles.most()).isPositive();
    }
}
