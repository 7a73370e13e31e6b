package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.image.model.ImageReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {
    @TempDir
    Path folder;

    private static ImageReport report(long bytes) {
        return new ImageReport(
                "",
                bytes,
                bytes,
                24L << 20,
                "a.Main",
                3,
                4,
                new ImageReport.Natives(List.of(), List.of("java.io.Console.echo"), List.of()),
                Map.of(".text", 5L),
                List.of(new ImageReport.PackageShare("a", 1, 2, 3, 4)),
                List.of(new ImageReport.HeapShare("byte[]", 5, 6)),
                List.of("serial"),
                List.of(),
                Map.of("java", "25"),
                List.of());
    }

    private static BuildCache.Entry entry(int bytes) {
        return new BuildCache.Entry(new byte[bytes], new byte[0], report(bytes));
    }

    @Test
    void resultComesBackByItsDigest() throws Exception {
        BuildCache cache = new BuildCache(folder, 1000);
        cache.put("sha256:aa", entry(10));

        BuildCache.Entry found = cache.find("sha256:aa").orElseThrow();
        assertThat(found.kernel()).hasSize(10);
        assertThat(found.report()).isEqualTo(report(10));
        assertThat(cache.find("sha256:bb")).isEmpty();
    }

    @Test
    void leastRecentlyUsedResultsGoBeyondTheLimit() throws Exception {
        BuildCache cache = new BuildCache(folder, 25);
        cache.put("sha256:aa", entry(10));
        cache.put("sha256:bb", entry(10));
        Files.setLastModifiedTime(folder.resolve("aa"), FileTime.from(Instant.parse("2020-01-02T00:00:00Z")));
        Files.setLastModifiedTime(folder.resolve("bb"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        cache.put("sha256:cc", entry(10));

        assertThat(cache.find("sha256:bb")).isEmpty();
        assertThat(cache.find("sha256:aa")).isPresent();
        assertThat(cache.find("sha256:cc")).isPresent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void damagedResultIsAsIfAbsent() throws Exception {
        BuildCache cache = new BuildCache(folder, 1000);
        cache.put("sha256:aa", entry(10));
        Files.writeString(folder.resolve("aa/report.json"), "{");

        assertThat(cache.find("sha256:aa")).isEmpty();
        cache.put("sha256:aa", entry(10));
        assertThat(cache.find("sha256:aa")).isPresent();
    }

    @Test
    void aKernelThatAPowerCutHasLeftWithoutItsContentIsAsIfAbsent() throws Exception {
        BuildCache cache = new BuildCache(folder, 1000);
        cache.put("sha256:aa", new BuildCache.Entry(new byte[] {1, 2, 3}, new byte[0], report(3)));
        Files.write(folder.resolve("aa/kernel.elf"), new byte[3]);

        assertThat(cache.find("sha256:aa")).isEmpty();
    }
}
