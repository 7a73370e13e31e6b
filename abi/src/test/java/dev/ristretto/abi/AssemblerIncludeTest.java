package dev.ristretto.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AssemblerIncludeTest {

    @Test
    void theAssemblerIsToldWhatJavaKnows() {
        assertThat(AssemblerInclude.text())
                .contains(".set IMAGE_BASE, 0x100000000000\n")
                .contains(".set DIRECT_MAP, 0x180000000000\n")
                .contains(".set REPORT_PORT, 0xe9\n")
                .contains(".set EXIT_PORT, 0xf4\n")
                .contains(".ascii \"panic=\", \\reason, \"\\nexit=70\\n\"\n")
                .contains(".long 10, 4, 1\n    .asciz \"Ristretto\"\n");
    }
}
