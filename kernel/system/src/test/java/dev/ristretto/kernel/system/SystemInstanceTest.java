package dev.ristretto.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.Process;
import org.junit.jupiter.api.Test;

class SystemInstanceTest {

    @Test
    void theFirstThreeDescriptorsAreTheConsole() throws Exception {
        Process process = SystemInstance.process();
        assertThat(process.descriptors().get(0))
                .isSameAs(process.descriptors().get(1))
                .as("standard error, which the host may keep apart")
                .isNotSameAs(process.descriptors().get(2));
        for (int fd = 0; fd <= 2; fd++) {
            assertThat(process.descriptors().get(fd).status().kind()).isEqualTo(FileStatus.CHARACTER_DEVICE);
        }
        assertThat(process.credentials()).isEqualTo(Credentials.ROOT);
    }
}
