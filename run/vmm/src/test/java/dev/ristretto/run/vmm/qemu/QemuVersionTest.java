package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QemuVersionTest {

    @Test
    void theVersionIsFoundInWhatDifferentDistributionsPrint() {
        assertThat(QemuVersion.find("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright"))
                .hasValue(new QemuVersion(7, 2));
        assertThat(QemuVersion.find("QEMU emulator version 10.1.0")).hasValue(new QemuVersion(10, 1));
        assertThat(QemuVersion.find("command not found")).isEmpty();
    }

    @Test
    void versionsAreComparedAsNumbers() {
        assertThat(new QemuVersion(10, 0).isOlderThan(new QemuVersion(7, 2))).isFalse();
        assertThat(new QemuVersion(7, 1).isOlderThan(new QemuVersion(7, 2))).isTrue();
        assertThat(new QemuVersion(7, 2).isOlderThan(new QemuVersion(7, 2))).isFalse();
    }
}
