package dev.ristretto.build.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.block.ChannelBlockDevice;
import dev.ristretto.kernel.filesystem.erofs.ErofsVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRootTest {
    private static final int CACHE = 1 << 20;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path site;

    @BeforeEach
    void makeSite() throws IOException {
        site = folder.resolve("site");
        Files.createDirectories(site.resolve("css"));
        Files.writeString(site.resolve("index.html"), "<h1>Hello</h1>");
        Files.writeString(site.resolve("css/main.css"), "h1 {}");
        Files.createSymbolicLink(site.resolve("home"), Path.of("index.html"));
        Files.setPosixFilePermissions(site.resolve("index.html"), PosixFilePermissions.fromString("rw-r-x---"));
        Files.setLastModifiedTime(
                site.resolve("index.html"), FileTime.from(1_234_567_891_234_567_890L, TimeUnit.NANOSECONDS));
    }

    private Path write(OptionalLong seconds, String... added) throws IOException {
        Path target = Files.createTempFile(folder, "root", ".erofs");
        ImageRoot.write(Stream.of(added).map(AddedFiles::parse).toList(), seconds, target);
        return target;
    }

    private FileSystem mounted(String... added) throws Exception {
        FileChannel channel = FileChannel.open(write(OptionalLong.empty(), added));
        return new FileSystem(ErofsVolume.mount(new ChannelBlockDevice(channel, true), () -> 0, CACHE));
    }

    private static String text(FileSystem files, String path) throws Exception {
        return new String(bytes((RegularFile) files.find(path, true)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(RegularFile file) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {}
        return bytes.array();
    }

    @Test
    void aFolderIsThereWithAllThatIsInIt() throws Exception {
        FileSystem files = mounted(site + ":/srv/www");
        assertThat(text(files, "/srv/www/index.html")).isEqualTo("<h1>Hello</h1>");
        assertThat(text(files, "/srv/www/css/main.css")).isEqualTo("h1 {}");
        assertThat(text(files, "/srv/www/home")).isEqualTo("<h1>Hello</h1>");
        Inode index = files.find("/srv/www/index.html", true);
        assertThat(index.permissions()).isEqualTo(0650);
        assertThat(index.modified())
                .isEqualTo(Files.getLastModifiedTime(site.resolve("index.html")).to(TimeUnit.NANOSECONDS));
        assertThat(index.user()).isZero();
        assertThat(index.group()).isZero();
        assertThat(files.find("/srv", true).permissions()).isEqualTo(0755);
    }

    @Test
    void aLinkIsNotFollowedOutOfTheFolder() throws Exception {
        Files.createSymbolicLink(site.resolve("outside"), Path.of("/etc/passwd"));
        FileSystem files = mounted(site + ":/srv");
        assertThat(((SymbolicLink) files.find("/srv/outside", false)).target()).isEqualTo("/etc/passwd");
    }

    @Test
    void aLinkThatIsNamedIsFollowed() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), site);
        assertThat(text(mounted(link + ":/srv"), "/srv/index.html")).isEqualTo("<h1>Hello</h1>");
    }

    @Test
    void aFileComesToBeWhereItIsWanted() throws Exception {
        FileSystem files = mounted(site.resolve("index.html") + ":/etc/app/start", site.resolve("index.html") + ":/x/");
        assertThat(text(files, "/etc/app/start")).isEqualTo("<h1>Hello</h1>");
        assertThat(text(files, "/x/index.html")).isEqualTo("<h1>Hello</h1>");
    }

    @Test
    void foldersAreJoinedAndTheLaterFileStays() throws Exception {
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("css"));
        Files.writeString(other.resolve("index.html"), "other");
        Files.writeString(other.resolve("css/more.css"), "more");
        FileSystem files = mounted(site + ":/", other + ":/");
        assertThat(text(files, "/index.html")).isEqualTo("other");
        assertThat(text(files, "/css/main.css")).isEqualTo("h1 {}");
        assertThat(text(files, "/css/more.css")).isEqualTo("more");
    }

    @Test
    void aFileAndAFolderCannotHaveOnePath() {
        assertThatThrownBy(() -> write(OptionalLong.empty(), site + ":/srv", site + ":/srv/index.html"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("no folder");
        assertThatThrownBy(() -> write(OptionalLong.empty(), site + ":/srv", site + ":/srv/index.html/deep"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("index.html is no folder");
        assertThatThrownBy(() -> write(OptionalLong.empty(), site + ":/srv", site.resolve("index.html") + ":/srv/css"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("a folder");
    }

    @Test
    void foldersOfTheKernelStayFolders() {
        assertThatThrownBy(() -> write(OptionalLong.empty(), site.resolve("index.html") + ":/tmp"))
                .isInstanceOf(BuildException.class)
                .hasMessage("Cannot add a file at /tmp: it is a folder in every image.");
    }

    @Test
    void whatIsNeitherFileNorFolderIsNamed() throws Exception {
        assertThatThrownBy(() -> AddedFiles.parse(folder.resolve("missing") + ":/srv"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("missing to the image: there is no such file or folder");
        assertThatThrownBy(() -> AddedFiles.parse("/dev/null:/srv"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("/dev/null");
        assertThatThrownBy(() -> AddedFiles.parse(site + ":/dev/site")).hasMessageContaining("is the kernel's");
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws Exception {
        byte[] first = Files.readAllBytes(write(OptionalLong.empty(), site + ":/srv"));
        assertThat(Files.readAllBytes(write(OptionalLong.empty(), site + ":/srv")))
                .isEqualTo(first);
        byte[] reproducible = Files.readAllBytes(write(OptionalLong.of(1), site + ":/srv"));
        Files.setLastModifiedTime(site.resolve("index.html"), FileTime.fromMillis(5));
        assertThat(Files.readAllBytes(write(OptionalLong.empty(), site + ":/srv")))
                .isNotEqualTo(first);
        assertThat(Files.readAllBytes(write(OptionalLong.of(1), site + ":/srv")))
                .isEqualTo(reproducible);
    }

    @Test
    void largeFilesAreWhole() throws Exception {
        byte[] large = new byte[(5 << 20) + 4321];
        new Random(7).nextBytes(large);
        Files.write(site.resolve("large"), large);
        assertThat(bytes((RegularFile) mounted(site + ":/srv").find("/srv/large", true)))
                .isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ":/a", "a:", "a:b", "a:/b/../c", "a:/b/./c", "a:/b//c", "a:/b\nc"})
    void whatIsNoSourceAndPathIsRefused(String text) {
        assertThat(AddedFiles.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:/", "./a:/b", "c:d:/b", "a:/b/", "a:/b/c.d/..e"})
    void whatIsASourceAndPathIsTaken(String text) {
        assertThat(AddedFiles.isValid(text)).isTrue();
    }

    @Test
    void namesOfOtherAlphabetsStay() throws Exception {
        Files.writeString(site.resolve("größe"), "x");
        assertThat(text(mounted(site + ":/"), "/größe")).isEqualTo("x");
    }

    @Test
    void preparedFilesKeepOwnersNamesAndPartsOfOneFile() throws Exception {
        Path data = Files.writeString(folder.resolve("data"), "onetwo");
        PreparedFile two =
                new PreparedFile.Contents(new PreparedFile.Properties(04750, 7, 8, 9_000_000_000L), data, 3, 3);
        PreparedFile.Properties plain = new PreparedFile.Properties(01777, 0, 0, 1_000_000_000L);
        PreparedFile.Folder base = new PreparedFile.Folder(
                plain,
                Map.of(
                        "two", two,
                        "again", two,
                        "tmp", new PreparedFile.Folder(plain, Map.of("to", new PreparedFile.Link(plain, "/two")))));
        Path target = folder.resolve("prepared.erofs");
        ImageRoot.write(
                Optional.of(base),
                List.of(AddedFiles.parse(site.resolve("index.html") + ":/tmp/")),
                OptionalLong.empty(),
                target);
        FileSystem files = new FileSystem(
                ErofsVolume.mount(new ChannelBlockDevice(FileChannel.open(target), true), () -> 0, CACHE));
        Inode found = files.find("/tmp/to", true);
        assertThat(text(files, "/tmp/to")).isEqualTo("two");
        assertThat(found.permissions()).isEqualTo(04750);
        assertThat(found.user()).isEqualTo(7);
        assertThat(found.group()).isEqualTo(8);
        assertThat(found.modified()).isEqualTo(9_000_000_000L);
        assertThat(found.links()).isEqualTo(2);
        assertThat(files.find("/again", true).number()).isEqualTo(found.number());
        assertThat(files.find("/tmp", true).permissions()).isEqualTo(01777);
        assertThat(files.find("/tmp/index.html", true)).isInstanceOf(RegularFile.class);
    }
}
