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
                .isSameAs(process.descriptors().get(2));
        assertThat(process.descriptors().get(1).status().kind()).isEqualTo(FileStatus.CHARACTER_DEVICE);
        assertThat(process.credentials()).isEqualTo(Credentials.ROOT);
    }

    @Test
    void theResolversOfTheNetworkAppearInTheirFile() throws Exception {
        ResolverText.set("nameserver 10.0.2.3\n");
        assertThat(SystemInstance.process()
                        .files()
                        .status("/etc/resolv.conf", true)
                        .size())
                .isEqualTo("nameserver 10.0.2.3\n".length());
    }
}
