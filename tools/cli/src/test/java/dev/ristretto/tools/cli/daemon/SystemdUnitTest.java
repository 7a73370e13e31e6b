package dev.ristretto.tools.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SystemdUnitTest {

    @Test
    void theUnitFileOfTheDaemonEndsNoInstance() {
        assertThat(SystemdUnit.text(List.of("/usr/bin/java", "-cp", "/a b/x.jar", "100%")))
                .contains("ExecStart=/usr/bin/java -cp \"/a b/x.jar\" \"100%%\"\n", "KillMode=process")
                .contains("RestartPreventExitStatus=3\n", "SuccessExitStatus=143\n");
    }
}
