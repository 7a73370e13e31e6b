package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedApplicationsTest {
    @TempDir
    Path folder;

    private Path application(int number, Duration age) throws Exception {
        Path made = Files.createDirectories(folder.resolve(Integer.toString(number)));
        Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(age)));
        return made;
    }

    @Test
    void theOldestOfManyGo() throws Exception {
        for (int i = 0; i < 10; i++) {
            application(i, Duration.ofDays(1 + i));
        }
        new PreparedApplications(folder).makeRoom("5");
        assertThat(folder.resolve("5")).doesNotExist();
        assertThat(folder.resolve("9")).doesNotExist();
        assertThat(folder.resolve("8")).exists();
    }

    @Test
    void noneGoesThatABuildMayStillUse() throws Exception {
        for (int i = 0; i < 20; i++) {
            application(i, Duration.ofHours(1));
        }
        new PreparedApplications(folder).makeRoom("other");
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("0"));
        assertThat(Files.list(folder)).hasSize(20);
    }

    @Test
    void whatNeedsNoFolderGetsNone() throws Exception {
        new PreparedApplications(folder.resolve("none")).makeRoom("a");
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
