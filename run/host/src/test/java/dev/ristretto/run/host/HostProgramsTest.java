package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProgramsTest {

    @Test
    void theFirstExecutableOfTheNameCounts(@TempDir Path folder) throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.writeString(first.resolve("tool"), "");
        Path program = Files.writeString(second.resolve("tool"), "");
        String searchPath = "/nowhere:" + first + ":" + second;
        assertThat(HostPrograms.find(searchPath, "tool")).as("not executable").isEmpty();
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(HostPrograms.find(searchPath, "tool")).contains(program);
    }
}
