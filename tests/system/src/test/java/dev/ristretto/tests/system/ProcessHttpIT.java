package dev.ristretto.tests.system;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same HTTP server in a process, with passt between it and the host. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIf(
        value = "dev.ristretto.tests.system.RunsAs#passtIsInstalled",
        disabledReason = "passt is not installed; ./setup installs it")
class ProcessHttpIT extends HttpIT {

    @Override
    String as() {
        return RunsAs.PROCESS;
    }
}
