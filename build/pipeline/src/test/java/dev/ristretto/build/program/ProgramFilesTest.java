package dev.ristretto.build.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFilesTest {
    @TempDir
    Path folder;

    private ProgramFixture host;
    private ProgramFiles files;

    @BeforeEach
    void host() throws Exception {
        host = new ProgramFixture(folder);
        files = host.source("app").noFiles();
    }

    @Test
    void linksInAFolderStayAndThoseThatLeadOutBecomeWhatTheyLeadTo() throws Exception {
        host.file("app/lib/a.js", "a");
        host.file("shared/b.js", "b");
        host.file("shared/c/d.js", "d");
        Files.createDirectories(host.home.resolve("app/uploads"));
        Files.createSymbolicLink(host.home.resolve("app/inside"), Path.of("lib/a.js"));
        Files.createSymbolicLink(host.home.resolve("app/b.js"), Path.of("../shared/b.js"));
        Files.createSymbolicLink(host.home.resolve("app/c"), host.home.resolve("shared/c"));
        Files.createSymbolicLink(host.home.resolve("app/nowhere"), Path.of("none"));
        files.addTree(host.home.resolve("app"), "/app", file -> false, "the application");
        assertThat(ProgramFixture.contents(files))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/app/lib/a.js", "a",
                        "/app/inside", "-> lib/a.js",
                        "/app/b.js", "b",
                        "/app/c/d.js", "d",
                        "/app/nowhere", "-> none",
                        "/app/uploads", "/"));
    }

    @Test
    void whatIsLeftOutIsNotThereNorWhatIsInIt() throws Exception {
        host.file("app/a.js", "a");
        host.file("app/.git/config", "x");
        files.addTree(host.home.resolve("app"), "/app", file -> file.endsWith(".git"), "the application");
        assertThat(ProgramFixture.contents(files)).containsOnlyKeys("/app/a.js");
    }

    @Test
    void linksThatLeadInACircleAreRefused() throws Exception {
        Files.createSymbolicLink(host.system.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(host.system.resolve("two"), Path.of("one"));
        assertThatThrownBy(() -> files.addSystem(host.system.resolve("one"), "x"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("Too many links lead to /one");
        host.file("app/a", "a");
        Files.createSymbolicLink(host.home.resolve("app/again"), host.home);
        assertThatThrownBy(() -> files.addTree(host.home.resolve("app"), "/app", file -> false, "x"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("Too many links lead out of");
    }

    @Test
    void linksThatLeadAboveTheRootStayInIt() throws Exception {
        Files.createSymbolicLink(host.system.resolve("up"), Path.of("../../../usr/lib/x86_64-linux-gnu/libc.so.6"));
        assertThat(files.addSystem(host.system.resolve("up"), "x")).isEqualTo("/usr/lib/x86_64-linux-gnu/libc.so.6");
    }

    @Test
    void filesOfAFolderAreCountedTogetherByOrigin() throws Exception {
        Path one = host.file("app/a", "aaa");
        host.file("app/b", "bb");
        host.file("app/c", "c");
        files.addTree(host.home.resolve("app"), "/app", file -> false, "the application");
        assertThat(files.shares(all -> Map.of(one, "pack 1")))
                .containsExactlyInAnyOrder(
                        new FileShare("/app", 1, 3, "pack 1", "the application"),
                        new FileShare("/app", 2, 3, "", "the application"));
    }
}
