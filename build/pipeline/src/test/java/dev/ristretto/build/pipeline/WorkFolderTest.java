package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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
    void theSteadyOneIsGoneAtTheEndSoThatAnotherUserCanHaveIt() throws Exception {
        Path place = folder.resolve("steady");
        try (WorkFolder work = WorkFolder.steady(place, NOBODY_WAITS)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                    .isEqualTo("rwx------");
            Files.writeString(work.path().resolve("object"), "text");
        }
        assertThat(place).doesNotExist();
    }

    /** Many who come and go: whoever has it has it alone, though folder and lock are new each time. */
    @Test
    void theSteadyOneIsNeverGivenToTwo() throws Exception {
        Path place = folder.resolve("steady");
        List<Process> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WorkFolderTest.class.getName(),
                            place.toString())
                    .inheritIO()
                    .start());
        }
        takeAgainAndAgain(place);
        for (Process other : others) {
            assertThat(other.waitFor()).isZero();
        }
        assertThat(place).doesNotExist();
    }

    /** One of those who come and go. */
    public static void main(String[] arguments) throws Exception {
        takeAgainAndAgain(Path.of(arguments[0]));
    }

    private static void takeAgainAndAgain(Path place) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (WorkFolder work = WorkFolder.steady(place, () -> {})) {
                // Fails if somebody else is there, or takes the folder away.
                Path mine = Files.createFile(work.path().resolve("mine"));
                Files.delete(mine);
            }
        }
    }

    @Test
    void nothingIsFollowedThatSomebodyHasPutInThePlace() throws Exception {
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("file"), "text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), precious);
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        Path file = Files.writeString(folder.resolve("file"), "text");
        for (Path place : List.of(link, dangling, file)) {
            assertThatThrownBy(() -> WorkFolder.steady(place, NOBODY_WAITS))
                    .isInstanceOf(BuildException.class)
                    .hasMessageContaining(place.toString())
                    .hasMessageContaining("has put something that is no folder. Have it removed: rm " + place);
        }
        assertThat(precious.resolve("file")).hasContent("text");
        assertThat(folder.resolve("nowhere")).doesNotExist();

        Path place = Files.createDirectory(folder.resolve("steady"));
        Files.createSymbolicLink(place.resolve("work"), precious);
        WorkFolder.steady(place, NOBODY_WAITS).close();
        assertThat(precious.resolve("file")).hasContent("text");
        Files.createDirectory(place);
        Files.createSymbolicLink(place.resolve("lock"), precious.resolve("file"));
        assertThatThrownBy(() -> WorkFolder.steady(place, NOBODY_WAITS)).isInstanceOf(IOException.class);
        assertThat(precious.resolve("file")).hasContent("text");
    }

    @Test
    void aPlaceThatAnotherUserHasIsRefusedWithTheRemedy() throws Exception {
        Path place = Files.createDirectory(folder.resolve("steady"));
        boolean root = Files.getOwner(place).getName().equals("root");
        Path foreign = root ? place : Path.of("/usr");
        if (root) {
            Files.setOwner(
                    place, place.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        assertThatThrownBy(() -> WorkFolder.steady(foreign, NOBODY_WAITS))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("which user " + (root ? "nobody" : "root") + " has now")
                .hasMessageEndingWith("ask that user, or sudo rm -r " + foreign);
        assertThat(foreign).exists();
    }
}
