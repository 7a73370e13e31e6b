package dev.ristretto.run.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.VolumePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeBindingTest {
    private static void check(List<String> places, String... bindings) {
        VolumeBinding.check(
                "shop", places, Stream.of(bindings).map(VolumeBinding::parse).toList());
    }

    @Test
    void itIsReadAsItIsWritten() {
        assertThat(VolumeBinding.parse("data:/var/lib/app"))
                .isEqualTo(new VolumeBinding("data", new VolumePlace("/var/lib/app", false), OptionalLong.empty()))
                .hasToString("data:/var/lib/app");
        assertThat(VolumeBinding.parse("data:/x:ro"))
                .isEqualTo(new VolumeBinding("data", new VolumePlace("/x", true), OptionalLong.empty()))
                .hasToString("data:/x:ro");
        assertThat(VolumeBinding.parse("data:/x,size=1536M"))
                .isEqualTo(new VolumeBinding("data", new VolumePlace("/x", false), OptionalLong.of(3L << 29)))
                .hasToString("data:/x,size=1536M");
    }

    @Test
    void anotherVolumeIsAtTheSamePlace() {
        assertThat(VolumeBinding.parse("data:/x").to("data-1", 1L << 30)).hasToString("data-1:/x,size=1G");
        assertThat(VolumeBinding.parse("data:/x,size=2G").to("data-2", 8 << 20)).hasToString("data-2:/x,size=8M");
    }

    @Test
    void whatIsReadOnlyIsNotMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VolumeBinding.parse("data:/x:ro,size=1G"))
                .withMessageContaining("Leave :ro or ,size= out");
    }

    @TempDir
    private Path home;

    private FolderMount folder(String text) {
        return VolumeBinding.parse(text).onFolder(home.resolve("work"), home);
    }

    @Test
    void aPathOfThisHostIsAFolder() throws Exception {
        Path conf = Files.createDirectories(home.resolve("work/conf"));
        VolumePlace place = new VolumePlace("/etc/app", true);
        for (String name : List.of("./conf", "~/work/conf", conf.toString(), "../work/./conf")) {
            assertThat(VolumeBinding.parse(name + ":/etc/app").isFolder()).isTrue();
            assertThat(folder(name + ":/etc/app:ro")).isEqualTo(new FolderMount(conf, place));
        }
        assertThat(folder("~:/x").folder()).isEqualTo(home);
        assertThat(folder(".:/x").folder()).isEqualTo(home.resolve("work"));
        assertThat(VolumeBinding.parse("conf:/etc/app").isFolder()).isFalse();
        check(List.of("/a", "/b"), "./x:/a", "./x:/b");
    }

    @Test
    void whatIsNoFolderIsRefusedWithARemedy() throws Exception {
        Path work = Files.createDirectory(home.resolve("work"));
        Files.createFile(work.resolve("file"));
        assertThatThrownBy(() -> folder("./conf:/etc/app"))
                .isInstanceOf(HypervisorException.class)
                .hasMessage("There is no folder " + work + "/conf for /etc/app"
                        + "\nMake it, or name a volume: a name without . / or ~ in front is one");
        assertThatThrownBy(() -> folder("./file:/etc/app")).hasMessageContaining("is no folder");
        assertThatThrownBy(() -> folder("/:/etc/app")).hasMessageContaining("All of this computer");
        assertThatThrownBy(() -> folder("~other:/etc/app")).hasMessageContaining("There is no folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data", "data:", "data:/", "data:x", ":/x", "data:/:ro", "data:ro", "data:,size=1G"})
    void whatIsNotOneIsRefusedWithTheForm(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VolumeBinding.parse(text))
                .withMessageContaining("NAME:PATH");
    }

    @Test
    void anImageHasVolumesWhereItWasBuiltToHaveThem() {
        check(List.of("/a", "/b"), "x:/a", "y:/b:ro");
        check(List.of());
        assertThatThrownBy(() -> check(List.of(), "x:/a"))
                .hasMessage("The image shop was built without volumes\nBuild it with --volume /a");
        assertThatThrownBy(() -> check(List.of("/a", "/b"), "x:/c"))
                .hasMessage("The image shop has no volume at /c, only at /a, /b\nBuild it with --volume /c");
        assertThatThrownBy(() -> check(List.of("/a"), "1:/a", "2:/a", "3:/a", "4:/a", "5:/a", "6:/a", "7:/a"))
                .hasMessage("An instance has at most 6 volumes, not 7");
        assertThatThrownBy(() -> check(List.of("/a"), "x:/a", "y:/a")).hasMessageStartingWith("Two volumes");
        assertThatThrownBy(() -> check(List.of("/a", "/b"), "x:/a", "x:/b")).hasMessageContaining("named twice");
    }
}
