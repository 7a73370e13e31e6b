package dev.ristretto.kernel.personality.jdk.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathCallsTest {
    @ParameterizedTest
    @CsvSource({
        "/etc/hosts, /etc/hosts",
        "/etc/../etc/./hosts, /etc/hosts",
        "/no/such/../thing, /no/thing",
        "/tmp/x/../../y, /y",
        "/../.., /",
        "etc, /etc",
        "/, /"
    })
    void theCanonicalPathHasNoDetoursWhetherOrNotItExists(String path, String canonical) throws IOException {
        assertThat(PathCalls.canonical(path)).isEqualTo(canonical);
    }

    @Test
    void theUsualFilesAreThere() {
        assertThat(PathCalls.list("/")).containsExactly("dev", "etc", "root", "tmp");
        assertThat(PathCalls.list("/etc")).contains("hosts", "hostname", "resolv.conf");
        assertThat(PathCalls.list("/etc/hosts")).isNull();
    }

    @Test
    void aFileIsMadeOnceRenamedAndDeleted() throws IOException {
        assertThat(PathCalls.create("/tmp/PathCallsTest")).isTrue();
        assertThat(PathCalls.create("/tmp/PathCallsTest")).isFalse();
        assertThat(PathCalls.attributes("/tmp/PathCallsTest")).isEqualTo(3);
        assertThat(PathCalls.rename("/tmp/PathCallsTest", "/tmp/PathCallsTest2"))
                .isTrue();
        assertThat(PathCalls.exists("/tmp/PathCallsTest")).isFalse();
        assertThat(PathCalls.setModifiedMillis("/tmp/PathCallsTest2", 5_000)).isTrue();
        assertThat(PathCalls.modifiedMillis("/tmp/PathCallsTest2")).isEqualTo(5_000);
        assertThat(PathCalls.delete("/tmp/PathCallsTest2")).isTrue();
        assertThat(PathCalls.delete("/tmp/PathCallsTest2")).isFalse();
    }
}
