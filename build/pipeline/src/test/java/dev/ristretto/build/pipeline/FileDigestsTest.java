package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.image.model.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private FileDigests digests() {
        return new FileDigests(folder.resolve("memory"));
    }

    @Test
    void folderDigestDependsOnNamesAndContentAlone() throws Exception {
        for (String name : new String[] {"a", "b"}) {
            Path inside = Files.createDirectories(folder.resolve(name + "/x"));
            Files.writeString(inside.resolve("one"), "1");
            Files.writeString(inside.resolve("two"), "2");
        }
        String digest = digests().of(folder.resolve("a"));
        assertThat(digests().of(folder.resolve("b"))).isEqualTo(digest);

        Files.move(folder.resolve("b/x/two"), folder.resolve("b/x/three"));
        assertThat(digests().of(folder.resolve("b"))).isNotEqualTo(digest);
        Files.writeString(folder.resolve("a/x/two"), "3");
        assertThat(digests().of(folder.resolve("a"))).isNotEqualTo(digest);
    }

    @Test
    void settledFileIsNotReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        Files.setLastModifiedTime(file, LONG_AGO);
        FileDigests first = digests();
        String digest = first.of(file);
        first.save();
        // Same size and time: only a memory can answer as before.
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, LONG_AGO);

        assertThat(digests().of(file)).isEqualTo(digest);
    }

    @Test
    void changedTimeOrSizeIsNoticed() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        Files.setLastModifiedTime(file, LONG_AGO);
        FileDigests first = digests();
        String digest = first.of(file);
        first.save();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.toInstant().plusNanos(1000)));

        assertThat(digests().of(file)).isNotEqualTo(digest);
    }

    @Test
    void damagedMemoryIsIgnored() throws Exception {
        Files.writeString(folder.resolve("memory"), "no\tnumber\tx\ty\n");
        Path file = Files.writeString(folder.resolve("f"), "one");

        assertThat(digests().of(file)).isEqualTo(Digest.of("one"));
    }
}
