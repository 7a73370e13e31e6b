package dev.ristretto.build.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.BuildTool;
import dev.ristretto.build.program.archive.CraftedImage;
import dev.ristretto.build.program.archive.CraftedLayer;
import dev.ristretto.build.root.ImageRoot;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerImagesTest {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ProgramFixture host;

    @BeforeEach
    void host() throws Exception {
        host = new ProgramFixture(folder);
    }

    private ProgramFinder finder() throws Exception {
        Path log = host.folder.resolve("log");
        return new ProgramFinder(
                host.environment(),
                new BuildTool(host.environment(), Path.of(System.getProperty("java.home")), log, phase -> {}),
                log,
                Files.createDirectories(host.folder.resolve("kept")),
                Files.createDirectories(host.folder.resolve("work")),
                phase -> {},
                host.warnings::add);
    }

    private static CraftedImage image() {
        return new CraftedImage().layer(new CraftedLayer().program("start").program("usr/bin/node"));
    }

    @Test
    void archivesAndLayoutsAreKnownByWhatTheyHold() throws Exception {
        Path tar = CraftedImage.tar(host.home.resolve("Shop-1.2.tar"), image().saved());
        Path layout = CraftedImage.folder(host.home.resolve("layout"), image().layout());
        Files.writeString(layout.resolve("package.json"), "{}");
        for (Path path : new Path[] {tar, layout}) {
            assertThat(ProgramFinder.matches(path)).isTrue();
            Program program = finder().find(path, Optional.empty());
            assertThat(program.kind()).isEqualTo("image of containers");
            assertThat(program.entrypoint()).containsExactly("/start");
            assertThat(program.files().base()).isPresent();
            assertThat(program.files().added()).isEmpty();
            assertThat(finder().shares(program)).extracting(FileShare::files).containsExactly(2);
        }
        assertThat(ProgramFinder.imageName(tar)).isEqualTo("shop");
        assertThat(ProgramFinder.imageName(layout)).isEqualTo("layout");
    }

    @Test
    void theEnvironmentIsTheImagesAndWhatContainersHaveBesides() throws Exception {
        Path tar = CraftedImage.tar(
                host.home.resolve("a.tar"),
                image().config("{'Cmd':['node','a.js'],'Env':['HOME=/home/node','PWD=/x'],'WorkingDir':'/srv'}")
                        .saved());
        Program program = finder().find(tar, Optional.empty());
        assertThat(program.environment()).containsOnlyKeys("PATH", "HOME", "PWD");
        assertThat(program.environment()).containsEntry("HOME", "/home/node").containsEntry("PWD", "/srv");
        assertThat(program.entrypoint()).containsExactly("/usr/bin/node");
        assertThat(program.arguments()).containsExactly("a.js");
        assertThat(program.memoryBytes()).isEqualTo(NodePrograms.MEMORY);
    }

    @Test
    void mainNamesAnotherProgram() throws Exception {
        Path tar = CraftedImage.tar(
                host.home.resolve("a.tar"),
                image().config("{'Entrypoint':['/start','x'],'Cmd':['y']}").saved());
        Program program = finder().find(tar, Optional.of("node"));
        assertThat(program.entrypoint()).containsExactly("/usr/bin/node");
        assertThat(program.arguments()).isEmpty();
        assertThatThrownBy(() -> finder().find(tar, Optional.of("/not")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("/not");
    }

    @Test
    void theSameImageGivesTheSameFileSystemWhateverHoldsIt() throws Exception {
        CraftedImage image = image().layer(new CraftedLayer().file("b", "2").file("a", "1"));
        Path[] paths = {
            CraftedImage.tar(host.home.resolve("a.tar"), image.saved()),
            CraftedImage.folder(host.home.resolve("layout"), image.layout())
        };
        Path[] roots = {host.home.resolve("one.erofs"), host.home.resolve("two.erofs")};
        for (int i = 0; i < paths.length; i++) {
            ProgramFiles files = finder().find(paths[i], Optional.empty()).files();
            ImageRoot.write(files.base(), files.added(), OptionalLong.empty(), roots[i]);
        }
        assertThat(Files.mismatch(roots[0], roots[1])).isEqualTo(-1);
    }
}
