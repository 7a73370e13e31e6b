package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    private static final Runnable NOBODY_WAITS = () -> {
        throw new AssertionError("the folder was free");
    };

    @TempDir
    Path folder;

    @Test
    void isGoneAtTheEndWithAllThatIsInIt() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        try (WorkFolder work = WorkFolder.temporary(cache)) {
            Files.writeString(
                    Files.createDirectories(work.path().resolve("a/b")).resolve("c"), "text");
        }

        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void theSteadyOneIsAlwaysTheSameAndEmptyAfterABuildThatWasKilled() throws Exception {
        Path place = folder.resolve("steady");
        Path path;
        try (WorkFolder work = WorkFolder.steady(place, NOBODY_WAITS)) {
            path = work.path();
        }
        Files.writeString(Files.createDirectories(path).resolve("left over"), "text");

        try (WorkFolder work = WorkFolder.steady(place, NOBODY_WAITS)) {
            assertThat(work.path()).isEqualTo(path).isEmptyDirectory();
        }
    }

    @Test
    void theSteadyOneIsGivenToOneBuildAtATime() throws Exception {
        Path place = folder.resolve("steady");
        CountDownLatch waiting = new CountDownLatch(1);
        FutureTask<Boolean> second = new FutureTask<>(() -> {
            try (WorkFolder work = WorkFolder.steady(place, waiting::countDown)) {
                return Files.exists(work.path().resolve("of the first"));
            }
        });

        Thread thread = new Thread(second);
        try (WorkFolder first = WorkFolder.steady(place, NOBODY_WAITS)) {
            Files.writeString(first.path().resolve("of the first"), "text");
            thread.start();
            waiting.await();
            assertThat(second.isDone()).isFalse();
        }

        assertThat(second.get()).isFalse();
        thread.join();
    }

    @Test
    void aPlaceThatSomebodyElseHasTakenIsRefused() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, folder);

        assertThatThrownBy(() -> WorkFolder.steady(link, NOBODY_WAITS))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(link.toString())
                .hasMessageContaining("Have it removed");

        Path foreign = Path.of("/usr");
        assumeThat(Files.getOwner(foreign).getName()).isNotEqualTo(System.getProperty("user.name"));
        assertThatThrownBy(() -> WorkFolder.steady(foreign, NOBODY_WAITS)).hasMessageContaining("user root");
    }
}
