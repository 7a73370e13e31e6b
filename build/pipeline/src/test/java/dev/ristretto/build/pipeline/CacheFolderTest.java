package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.build.pipeline.CacheFolder.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

    @TempDir
    Path cache;

    @Test
    void resultsAndWhatKilledBuildsHaveLeftGoesButNothingOfBuildsThatGoOn() throws Exception {
        List<Path> go = List.of(
                folder("builds/0123", Duration.ZERO),
                folder("builds/4567", Duration.ZERO),
                folder("builds/.new-1", Duration.ofDays(2)),
                folder("work-1", Duration.ofDays(2)));
        List<Path> stay = List.of(
                folder("builds/.new-2", Duration.ofHours(1)),
                folder("work-2", Duration.ofHours(1)),
                folder("logs", Duration.ofDays(2)));
        assertThat(new CacheFolder(cache).usage()).isEqualTo(new Usage(4, 12));
        assertThat(go).allMatch(Files::exists);
        assertThat(new CacheFolder(cache).prune()).isEqualTo(new Usage(4, 12));
        assertThat(go).noneMatch(Files::exists);
        assertThat(stay).allMatch(Files::exists);
        assertThat(new CacheFolder(cache).prune()).isEqualTo(new Usage(0, 0));
    }

    @Test
    void theNextBuildClearsWhatKilledOnesHaveLeftAndNoResult() throws Exception {
        List<Path> go = List.of(folder("builds/.new-1", Duration.ofDays(2)), folder("work-1", Duration.ofDays(2)));
        List<Path> stay = List.of(
                folder("builds/0123", Duration.ofDays(2)),
                folder("builds/.new-2", Duration.ofHours(1)),
                folder("work-2", Duration.ofHours(1)));
        new CacheFolder(cache).clear();
        assertThat(go).noneMatch(Files::exists);
        assertThat(stay).allMatch(Files::exists);
    }

    @Test
    void withoutABuildThereIsNothing() {
        assertThat(new CacheFolder(cache.resolve("none")).usage()).isEqualTo(new Usage(0, 0));
    }

    private Path folder(String name, Duration age) throws Exception {
        Path folder = Files.createDirectories(cache.resolve(name));
        Files.writeString(folder.resolve("f"), "abc");
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
        return folder;
    }
}
