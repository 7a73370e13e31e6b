package dev.ristretto.run.vmm.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.BootableFile;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.network.PasstSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessDriverTest {

    @TempDir
    Path folder;

    @Test
    void anImageIsToldOfSeveralProcessors() throws Exception {
        assertThat(commandLine(1)).doesNotContain(CommandLine.PROCESSORS);
        assertThat(commandLine(2)).contains(" processors=2 ");
    }

    private String commandLine(int processors) throws IOException {
        ProcessDriver driver = new ProcessDriver("", new PasstSearch("", new VerdictCache(folder)), new Walls(folder));
        Path kernel = BootableFile.write(folder.resolve("image"));
        InstanceSpecification specification = InstanceSpecification.builder("test", kernel, 1 << 20)
                .processors(processors)
                .build();
        Map<String, String> environment = driver.plan(
                        specification, new InstanceChannels.Attached(folder.resolve("channels")))
                .environment()
                .orElseThrow();
        return Objects.requireNonNull(environment.get(CommandLine.PROCESS_VARIABLE));
    }
}
