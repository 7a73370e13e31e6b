package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    private static final int WRITERS = 4;
    private static final int TIMES = 20;

    @TempDir
    Path folder;

    @Test
    void aFileIsMadeAndReplaced() throws IOException {
        Path file = folder.resolve("settings");
        AtomicFile.write(file, "first");
        assertThat(file).hasContent("first");
        AtomicFile.write(file, new byte[] {1, 2});
        assertThat(file).hasBinaryContent(new byte[] {1, 2});
        assertThat(files()).containsExactly(file);
    }

    @Test
    void permissionsHoldFromTheFirstMoment() throws IOException {
        Path file = folder.resolve("secret");
        Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-------");
        AtomicFile.write(file, "token", PosixFilePermissions.asFileAttribute(own));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(own);
    }

    @Test
    void aFailureLeavesWhatWasThereAndNothingElse() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("busy"));
        Files.createFile(inTheWay.resolve("content"));
        assertThatThrownBy(() -> AtomicFile.write(inTheWay, "new")).isInstanceOf(IOException.class);
        assertThat(files()).containsExactly(inTheWay);
    }

    @Test
    void readersSeeOneOfTheContentsAsAWhole() throws Exception {
        Path file = folder.resolve("shared");
        Set<String> possible = new HashSet<>();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String content = Integer.toString(writer).repeat(100_000);
            possible.add(content);
            AtomicFile.write(file, content);
            writers.add(Thread.ofPlatform().start(() -> repeat(file, content)));
        }
        while (writers.stream().anyMatch(Thread::isAlive)) {
            assertThat(possible.contains(Files.readString(file))).isTrue();
        }
        assertThat(files()).containsExactly(file);
    }

    private static void repeat(Path file, String content) {
        for (int time = 0; time < TIMES; time++) {
            try {
                AtomicFile.write(file, content);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
