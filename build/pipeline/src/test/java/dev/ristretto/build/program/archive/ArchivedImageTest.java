package dev.ristretto.build.program.archive;

import static dev.ristretto.build.program.archive.ArchiveFixture.files;
import static dev.ristretto.build.program.archive.ArchiveFixture.layers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivedImageTest {
    private static final String AMD64 = ",'platform':{'os':'linux','architecture':'amd64'}";
    private static final String ARM64 = ",'platform':{'os':'linux','architecture':'arm64'}";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ArchiveFixture fixture;

    @BeforeEach
    void makeFixture() {
        fixture = new ArchiveFixture(folder);
    }

    private static CraftedImage simple() {
        return layers(new CraftedLayer().file("a", "1"));
    }

    @Test
    void everyFormOfAnImageGivesTheSame() throws Exception {
        CraftedImage image =
                new CraftedImage().layer(new CraftedLayer().program("start")).zipped(new CraftedLayer().file("a", "1"));
        Map<String, byte[]> both = image.layout();
        both.putAll(image.saved());
        List<ArchivedImage> read = List.of(
                fixture.saved(image), fixture.tar(image.layout()), fixture.folder(image.layout()), fixture.tar(both));
        for (ArchivedImage each : read) {
            assertThat(files(each)).isEqualTo(Map.of("/a", "1"));
            assertThat(each.entrypoint()).containsExactly("/start");
        }
    }

    @Test
    void anArchiveMayBeCompressedItself() throws Exception {
        CraftedLayer tar = new CraftedLayer();
        simple().saved().forEach((name, bytes) -> tar.file(name, bytes, 0644, 0));
        Path zipped = Files.write(folder.resolve("shop.tgz"), tar.zipped());
        assertThat(ArchivedImage.matches(zipped)).isTrue();
        assertThat(files(fixture.read(zipped))).isEqualTo(Map.of("/a", "1"));
    }

    @Test
    void whatIsNoArchiveIsNotTakenForOne() throws Exception {
        assertThat(ArchivedImage.matches(Files.writeString(folder.resolve("x.tar"), "no archive".repeat(100))))
                .isFalse();
        assertThat(ArchivedImage.matches(Files.writeString(folder.resolve("empty"), "")))
                .isFalse();
        assertThat(ArchivedImage.matches(folder)).isFalse();
        assertThatThrownBy(() -> fixture.tar(Map.of("readme", new byte[0])))
                .hasMessageContainingAll("shop.tar", "manifest.json", "docker save");
    }

    @Test
    void configurationSaysHowItIsStarted() throws Exception {
        ArchivedImage image = fixture.saved(simple().config(
                        "{'Entrypoint':['start','-v'],'Cmd':['x'],'Env':['PATH=/bin:/','A=b=c'],'WorkingDir':'srv/../www',"
                                + "'ExposedPorts':{'8080/tcp':{},'53/udp':{}},'Volumes':{'/data':{}},'User':'app',"
                                + "'StopSignal':'SIGQUIT'}"));
        assertThat(image.entrypoint()).containsExactly("/start", "-v");
        assertThat(image.arguments()).containsExactly("x");
        assertThat(image.environment()).isEqualTo(Map.of("PATH", "/bin:/", "A", "b=c"));
        assertThat(image.directory()).isEqualTo("/www");
        assertThat(files(image)).containsEntry("/www", "/");
        assertThat(image.ports()).containsExactly("53/udp", "8080/tcp");
        assertThat(image.volumes()).containsExactly("/data");
        assertThat(fixture.notes).hasSize(2).first().asString().contains("user app");
        assertThat(fixture.notes.getLast()).contains("SIGQUIT");
    }

    @Test
    void ofACommandAloneTheFirstWordIsTheProgram() throws Exception {
        ArchivedImage image = fixture.saved(simple().config("{'Cmd':['/start','a','b'],'User':'0:0'}"));
        assertThat(image.entrypoint()).containsExactly("/start");
        assertThat(image.arguments()).containsExactly("a", "b");
        assertThat(fixture.notes).isEmpty();
    }

    @Test
    void whereNothingSaysWhatToStartMainDoes() throws Exception {
        assertThatThrownBy(() -> fixture.saved(simple().config("null")))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("neither an entry point nor a command", "--main");
        assertThat(fixture.saved(simple().config("{}"), "/start").entrypoint()).containsExactly("/start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/not", "not", "/a", "./start/x"})
    void aProgramThatIsNotThereOrNotExecutableIsNamed(String program) {
        assertThatThrownBy(() -> fixture.saved(simple(), program)).hasMessageContainingAll(program, "--main");
    }

    @Test
    void layersAreListedWithWhatHasMadeThem() throws Exception {
        ArchivedImage image = fixture.tar(simple().history(
                        "[{'created_by':'/bin/sh -c #(nop) ADD file:1 in / '},{'created_by':'x','empty_layer':true},"
                                + "{'created_by':'RUN /bin/sh -c make # buildkit'}]")
                .layout());
        assertThat(image.shares()).hasSize(2);
        assertThat(image.shares().getFirst().reason()).isEqualTo("layer 1: ADD file:1 in /");
        assertThat(image.shares().getLast().reason()).isEqualTo("layer 2: RUN make");
        assertThat(image.shares().getLast().bytes()).isEqualTo(1);
        assertThat(image.shares().getLast().origin()).matches("sha256:[0-9a-f]{12}");
    }

    @Test
    void anotherArchitectureIsRefusedByName() {
        CraftedImage image = simple().architecture("arm64");
        assertThatThrownBy(() -> fixture.saved(image)).hasMessageContainingAll("linux/arm64", "linux/amd64");
        assertThatThrownBy(() -> fixture.tar(image.layout())).hasMessageContainingAll("linux/arm64", "linux/amd64");
    }

    @Test
    void ofSeveralPlatformsTheFittingOneIsTakenAlsoIfTheOthersAreNotThere() throws Exception {
        CraftedImage image = simple();
        CraftedImage other = simple().architecture("arm64");
        byte[] nested = CraftedImage.index(
                other.descriptor(ARM64),
                image.descriptor(AMD64),
                CraftedImage.descriptor(
                        "application/vnd.oci.image.manifest.v1+json",
                        new byte[0],
                        ",'platform':{'os':'unknown','architecture':'unknown'}"));
        Map<String, byte[]> files = CraftedImage.layout(
                CraftedImage.index(CraftedImage.descriptor("application/vnd.oci.image.index.v1+json", nested, "")),
                image);
        CraftedImage.put(files, nested);
        assertThat(files(fixture.tar(files))).isEqualTo(Map.of("/a", "1"));
    }

    @Test
    void whereNoPlatformFitsThoseThatThereAreAreNamed() {
        CraftedImage other = simple().architecture("arm64");
        byte[] index = CraftedImage.index(
                other.descriptor(ARM64), other.descriptor(",'platform':{'os':'windows','architecture':'amd64'}"));
        assertThatThrownBy(() -> fixture.tar(CraftedImage.layout(index, other)))
                .hasMessageContainingAll("linux/arm64, windows/amd64", "linux/amd64");
    }

    @Test
    void severalImagesAreRefusedByTheirNames() {
        CraftedImage other = layers(new CraftedLayer().file("b", "2"));
        byte[] index = CraftedImage.index(
                simple().descriptor(",'annotations':{'org.opencontainers.image.ref.name':'one'}"),
                other.descriptor(",'annotations':{'org.opencontainers.image.ref.name':'two'}"));
        assertThatThrownBy(() -> fixture.tar(CraftedImage.layout(index, simple(), other)))
                .hasMessageContainingAll("2 images", "one, two");
    }

    @Test
    void blobsThatAreMissingOrDamagedAreNamed() {
        for (String name : simple().blobs().keySet()) {
            Map<String, byte[]> damaged = simple().layout();
            byte[] bytes = Objects.requireNonNull(damaged.get(name)).clone();
            bytes[bytes.length - 1] ^= 1;
            damaged.put(name, bytes);
            assertThatThrownBy(() -> fixture.tar(damaged))
                    .isInstanceOf(BuildException.class)
                    .hasMessageContainingAll("sha256:", "digest");
            Map<String, byte[]> missing = simple().layout();
            missing.remove(name);
            assertThatThrownBy(() -> fixture.tar(missing)).hasMessageContainingAll(name, "missing");
        }
    }

    @Test
    void aLayerThatIsNotTheOneOfTheConfigurationIsRefused() {
        CraftedImage image = new CraftedImage()
                .layer(
                        new CraftedLayer().program("other").bytes(),
                        new CraftedLayer().program("start").bytes());
        assertThatThrownBy(() -> fixture.saved(image)).hasMessageContaining("another digest");
        Map<String, byte[]> files = simple().saved();
        files.remove("1/layer.tar");
        assertThatThrownBy(() -> fixture.tar(files)).hasMessageContainingAll("1/layer.tar", "missing");
    }

    @Test
    void zstdAndWhatIsNoLayerAreRefused() {
        byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0};
        assertThatThrownBy(() -> fixture.saved(new CraftedImage().layer(zstd, zstd)))
                .hasMessageContainingAll("zstd", "skopeo copy");
        byte[] text = CraftedImage.text("no tar archive ".repeat(100));
        assertThatThrownBy(() -> fixture.saved(new CraftedImage().layer(text, text)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("cannot be unpacked");
    }

    @Test
    void digestsThatWouldLeadSomewhereAreRefused() {
        for (String digest : List.of("sha256:../../etc/passwd", "sha256:", "md5:00", "")) {
            byte[] index = CraftedImage.text(
                    "{\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"%s\"}]}"
                            .formatted(digest));
            assertThatThrownBy(() -> fixture.tar(CraftedImage.layout(index))).hasMessageContaining("is no digest");
        }
    }

    @Test
    void aFileThatIsInTheArchiveTwiceIsRefused() throws Exception {
        CraftedLayer tar = new CraftedLayer();
        simple().saved().forEach((name, bytes) -> tar.file(name, bytes, 0644, 0));
        tar.file("manifest.json", "[]");
        Path path = Files.write(folder.resolve("shop.tar"), tar.bytes());
        assertThatThrownBy(() -> fixture.read(path)).hasMessageContainingAll("manifest.json", "twice");
    }

    @Test
    void layersMayBeLinksInsideTheArchiveAndNotOutOfIt() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>(simple().saved());
        byte[] layer = Objects.requireNonNull(files.remove("1/layer.tar"));
        for (String target : List.of("../2/layer.tar", "../../2/layer.tar", "/2/layer.tar")) {
            CraftedLayer tar = new CraftedLayer();
            files.forEach((name, bytes) -> tar.file(name, bytes, 0644, 0));
            tar.file("2/layer.tar", layer, 0644, 0).link("1/layer.tar", target);
            Path path = Files.write(folder.resolve("shop.tar"), tar.bytes());
            if (target.equals("../2/layer.tar")) {
                assertThat(files(fixture.read(path))).isEqualTo(Map.of("/a", "1"));
            } else {
                assertThatThrownBy(() -> fixture.read(path)).hasMessageContaining("leads out");
            }
        }
    }

    @Test
    void linksOutOfAFolderAreNotFollowed() throws Exception {
        Path layout = CraftedImage.folder(folder.resolve("layout"), simple().layout());
        Path manifest = layout.resolve(List.copyOf(simple().blobs().keySet()).getLast());
        Files.move(manifest, folder.resolve("elsewhere"));
        Files.createSymbolicLink(manifest, folder.resolve("elsewhere"));
        assertThatThrownBy(() -> fixture.read(layout)).hasMessageContaining("no file of this folder");
    }
}
