package dev.ristretto.kernel.machine.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LayoutIncludeTest {
    @Test
    void theAssemblyUsesTheOffsetsOfTheseStructures() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/asm/layout.inc")))
                .filteredOn(line -> !line.startsWith("#"))
                .map(String::strip)
                .containsExactly(
                        ".set CPU_SELF, " + CpuBlock.SELF,
                        ".set HOSTED, " + CpuBlock.HOSTED,
                        ".set INTERRUPTS, " + CpuBlock.INTERRUPTS,
                        ".set PENDING, " + CpuBlock.PENDING,
                        ".set RESUME, " + CpuBlock.RESUME,
                        ".set STACK, " + CpuBlock.STACK,
                        ".set FLAG_INTERRUPTS, " + CpuBlock.INTERRUPTS_ON,
                        ".set THREAD_STACK_POINTER, " + ThreadBlock.STACK_POINTER);
    }
}
