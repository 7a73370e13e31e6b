package dev.ristretto.build.program.archive;

import static dev.ristretto.build.program.archive.ArchiveFixture.files;
import static dev.ristretto.build.program.archive.ArchiveFixture.layers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.root.PreparedFile;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ArchiveFixture fixture;

    @BeforeEach
    void makeFixture() {
        fixture = new ArchiveFixture(folder);
    }

    @Test
    void aLaterLayerReplacesFilesAndKeepsTheRest() throws Exception {
        ArchivedImage image = fixture.saved(layers(
                new CraftedLayer().file("etc/a", "1").file("etc/b", "1"),
                new CraftedLayer().file("etc/b", "2").file("./etc/c", "2").folder("empty", 0700)));
        assertThat(files(image)).isEqualTo(Map.of("/etc/a", "1", "/etc/b", "2", "/etc/c", "2", "/empty", "/"));
    }

    @Test
    void whiteoutsTakeAwayWhatLayersBelowHave() throws Exception {
        ArchivedImage image = fixture.saved(layers(
                new CraftedLayer().file("a/file", "1").file("b", "1").file("c/d/e", "1"),
                new CraftedLayer()
                        .file("a/.wh.file", "")
                        .file(".wh.b", "")
                        .file("c/.wh.d", "")
                        .file(".wh.not", "")));
        assertThat(files(image)).isEqualTo(Map.of("/a", "/", "/c", "/"));
    }

    @Test
    void aWhiteoutLeavesWhatItsOwnLayerHas() throws Exception {
        ArchivedImage image = fixture.saved(layers(
                new CraftedLayer().file("a", "1").file("b/old", "1"),
                new CraftedLayer()
                        .file("a", "2")
                        .file(".wh.a", "")
                        .file("b/new", "2")
                        .file(".wh.b", "")));
        assertThat(files(image)).isEqualTo(Map.of("/a", "2", "/b/new", "2"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOpaqueFolderHasOnlyWhatItsLayerPutsThereInWhateverOrder(boolean first) throws Exception {
        CraftedLayer layer = new CraftedLayer();
        if (first) {
            layer.file("d/.wh..wh..opq", "").file("d/new", "2");
        } else {
            layer.file("d/new", "2").file("d/.wh..wh..opq", "");
        }
        ArchivedImage image = fixture.saved(layers(
                new CraftedLayer().file("d/old", "1").file("d/deep/old", "1").file("other", "1"), layer));
        assertThat(files(image)).isEqualTo(Map.of("/d/new", "2", "/other", "1"));
    }

    @Test
    void hardLinksAreOneFileAlsoAcrossLayers() throws Exception {
        ArchivedImage image = fixture.saved(layers(
                new CraftedLayer().file("bin/busybox", "code").hardLink("bin/sh", "bin/busybox"),
                new CraftedLayer().hardLink("bin/ls", "./bin/sh")));
        PreparedFile.Folder bin = (PreparedFile.Folder) entry(image.root(), "bin");
        assertThat(bin.entries().get("sh")).isSameAs(bin.entries().get("busybox"));
        assertThat(bin.entries().get("ls")).isSameAs(bin.entries().get("busybox"));
    }

    private static PreparedFile entry(PreparedFile.Folder folder, String name) {
        return Objects.requireNonNull(folder.entries().get(name));
    }

    @Test
    void linksStayLinksAndWhatLiesBelowOneGoesWhereItLeads() throws Exception {
        ArchivedImage image = fixture.saved(layers(
                new CraftedLayer()
                        .folder("usr/bin", 0755)
                        .link("bin", "usr/bin")
                        .link("sbin", "/bin"),
                new CraftedLayer().file("sbin/a", "1").link("gone", "/not/there")));
        assertThat(files(image))
                .isEqualTo(
                        Map.of("/bin", "-> usr/bin", "/sbin", "-> /bin", "/usr/bin/a", "1", "/gone", "-> /not/there"));
    }

    @Test
    void modesOwnersAndTimesAreKept() throws Exception {
        ArchivedImage image = fixture.saved(
                layers(new CraftedLayer().folder("tmp", 01777).file("own", CraftedImage.text("1"), 04750, 1000)));
        assertThat(entry(image.root(), "tmp").properties().permissions()).isEqualTo(01777);
        assertThat(entry(image.root(), "own").properties())
                .isEqualTo(new PreparedFile.Properties(04750, 1000, 0, 1_700_000_000_000_000_000L));
    }

    @Test
    void devicesAreLeftOutAndTold() throws Exception {
        ArchivedImage image = fixture.saved(layers(new CraftedLayer()
                .special("dev/null", TarConstants.LF_CHR, "")
                .special("run/pipe", TarConstants.LF_FIFO, "")
                .file("proc/x", "1")));
        assertThat(files(image)).isEmpty();
        assertThat(fixture.notes).containsExactly("Devices and pipes of the image are left out: /run/pipe.");
    }

    @Test
    void whatEveryInstanceHasOfItsOwnIsLeftOut() throws Exception {
        ArchivedImage image = fixture.saved(layers(new CraftedLayer()
                .link("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf")
                .file("etc/hosts", "")
                .file("etc/passwd", "root")
                .file("dev/shm/x", "1")
                .file("sys/x", "1")));
        assertThat(files(image)).isEqualTo(Map.of("/etc/passwd", "root"));
        assertThat(image.root().entries()).containsOnlyKeys("start", "etc", "proc", "sys");
    }

    @Test
    void aHeaderThatIsLongWithoutNeedIsRefused() {
        byte[] name = new byte[3 << 20];
        Arrays.fill(name, (byte) 'x');
        CraftedImage image = layers(new CraftedLayer().file("a", "1"));
        byte[] layer = new CraftedLayer().longName(name).bytes();
        assertThatThrownBy(() -> fixture.saved(image.layer(layer, layer))).hasMessageContaining("header of a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../etc/passwd", "a/../../b", "a/..", "a/.wh..", "a/.wh.", ".wh.."})
    void namesThatLeadOutAreRefused(String name) {
        CraftedImage image = layers(new CraftedLayer().file("a/x", "1"), new CraftedLayer().file(name, "1"));
        assertThatThrownBy(() -> fixture.saved(image))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../..", "usr/../../etc", "../../../../tmp"})
    void whatLiesBelowALinkThatLeadsOutIsRefused(String target) {
        CraftedImage image = layers(
                new CraftedLayer().folder("usr", 0755).link("out", target), new CraftedLayer().file("out/x", "1"));
        assertThatThrownBy(() -> fixture.saved(image)).hasMessageContainingAll("/out", "leads out of the image");
    }

    @Test
    void linksThatLeadToEachOtherAreRefused() {
        CraftedImage image =
                layers(new CraftedLayer().link("a", "b").link("b", "a").file("a/x", "1"));
        assertThatThrownBy(() -> fixture.saved(image)).hasMessageContaining("too many links");
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc", "not/there", "../x", "/start"})
    void aHardLinkToWhatIsNoFileBeforeItIsRefused(String target) {
        CraftedImage image = layers(new CraftedLayer().folder("etc", 0755).hardLink("a", target));
        assertThatThrownBy(() -> fixture.saved(image))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void whatLiesBelowAFileIsRefused() {
        CraftedImage image = layers(new CraftedLayer().file("a", "1").file("a/b", "1"));
        assertThatThrownBy(() -> fixture.saved(image)).hasMessageContainingAll("/a/b", "no folder");
    }

    @Test
    void whatUnpacksToMoreThanTheLimitIsRefused() {
        UnpackedBytes limit = new UnpackedBytes(10);
        assertThatThrownBy(() -> limit.copy(new ByteArrayInputStream(new byte[11]), OutputStream.nullOutputStream()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("limit");
    }
}
