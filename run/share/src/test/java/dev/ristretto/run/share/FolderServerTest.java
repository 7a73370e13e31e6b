package dev.ristretto.run.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RandomChanges;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's client and the host's server, together. */
@Timeout(300)
class FolderServerTest {
    private static final int STEPS = Integer.getInteger("filesystem.steps", 3_000);
    private static final long SEED = Long.getLong("filesystem.seed", 0);

    @TempDir
    private Path temporary;

    private Path folder() throws IOException {
        return Files.createDirectories(temporary.resolve("folder"));
    }

    private Path socket() {
        return temporary.resolve("socket");
    }

    private NinePVolume mount(FolderServer server) throws Exception {
        assertThat(server).isNotNull();
        return NinePVolume.mount(SocketTransport.connect(socket()), "", () -> 0, false);
    }

    private static void fails(Reason reason, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        FileFault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    private static String text(Inode file) throws FileFault {
        ByteBuffer target = ByteBuffer.allocate(1000);
        int unused = ((RegularFile) file).read(0, target);
        return StandardCharsets.UTF_8.decode(target.flip()).toString();
    }

    private static Inode find(Directory directory, String name) throws FileFault {
        return Objects.requireNonNull(directory.find(name), name);
    }

    /** Open files of this process that are in a folder. */
    private static List<Path> opened(Path folder) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(Files::isSymbolicLink)
                    .map(FolderServerTest::target)
                    .filter(target -> target.startsWith(folder))
                    .toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "2, 400", "3, 1500"})
    void doesWhatAModelDoes(long number, int spread) throws Exception {
        Path folder = folder();
        MemoryVolume model = new MemoryVolume(1L << 30, () -> 0);
        try (FolderServer server = FolderServer.start(folder, false, socket())) {
            NinePVolume volume = mount(server);
            volume.root().setPermissions(0755, 0);
            RandomChanges changes = new RandomChanges(SEED + number, volume, model, spread)
                    .withoutAttributes()
                    .ofUser();
            for (int step = 1; step <= STEPS; step++) {
                changes.step(step);
                if (step % 1000 == 0) {
                    changes.compare("step " + step);
                }
            }
            changes.compare("the end");
            assertThat(opened(folder)).as("files open on the host").hasSizeLessThan(300);
            changes.closeAll();
            volume.close();
        }
        assertThat(opened(folder)).as("files open on the host").isEmpty();
    }

    @Test
    void theSameFilesAreOnTheHost() throws Exception {
        Path folder = folder();
        Files.writeString(folder.resolve("theirs"), "from the host");
        try (FolderServer server = FolderServer.start(folder, false, socket())) {
            NinePVolume volume = mount(server);
            assertThat(socket()).as("a second client finds nothing").doesNotExist();
            assertThat(text(find(volume.root(), "theirs"))).isEqualTo("from the host");
            Directory below = volume.root().createDirectory("below", 0755);
            RegularFile ours = below.createFile("ours", 0640);
            assertThat(ours.write(0, ByteBuffer.wrap("from inside".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(11);
            ours.setTimes(3_000_000_007L, 5_000_000_009L, 0);
            assertThat(ours.accessed()).isEqualTo(3_000_000_007L);
            ours.sync();
            below.sync();
            Path file = folder.resolve("below/ours");
            assertThat(file).hasContent("from inside");
            assertThat(Files.getLastModifiedTime(file).toInstant()).hasToString("1970-01-01T00:00:05.000000009Z");
            Files.writeString(file, "changed outside");
            assertThat(text(ours)).isEqualTo("changed outside");
            Files.move(file, folder.resolve("moved"));
            assertThat(below.find("ours")).isNull();
            assertThat(volume.root().find("moved")).isSameAs(ours);
            assertThat(volume.root().names()).containsExactlyInAnyOrder("theirs", "below", "moved");
            assertThat(volume.status().blocks()).isPositive();
            volume.close();
        }
    }

    @Test
    void aFileStaysAsLongAsItIsOpen() throws Exception {
        Path folder = folder();
        Files.writeString(folder.resolve("file"), "contents");
        try (FolderServer server = FolderServer.start(folder, false, socket())) {
            NinePVolume volume = mount(server);
            RegularFile file = (RegularFile) find(volume.root(), "file");
            file.open();
            Files.delete(folder.resolve("file"));
            assertThat(text(file)).isEqualTo("contents");
            file.truncate(3);
            assertThat(file.size()).isEqualTo(3);
            assertThat(file.links()).isZero();
            file.setPermissions(0600, 0);
            assertThat(opened(folder)).isNotEmpty();
            file.close();
            assertThat(volume.root().find("file")).isNull();
            volume.close();
        }
    }

    @Test
    void aReadOnlyFolderIsReadOnlyWhateverTheClientThinks() throws Exception {
        Path folder = folder();
        Files.writeString(folder.resolve("file"), "contents");
        Files.createDirectory(folder.resolve("below"));
        try (FolderServer server = FolderServer.start(folder, true, socket())) {
            NinePVolume volume = mount(server);
            Directory root = volume.root();
            RegularFile file = (RegularFile) find(root, "file");
            fails(Reason.READ_ONLY, () -> file.write(0, ByteBuffer.allocate(1)));
            fails(Reason.READ_ONLY, () -> file.truncate(0));
            fails(Reason.READ_ONLY, () -> file.setPermissions(0777, 0));
            fails(Reason.READ_ONLY, () -> file.setTimes(1, 1, 1));
            fails(Reason.READ_ONLY, () -> root.createFile("new", 0644));
            fails(Reason.READ_ONLY, () -> root.createDirectory("new", 0755));
            fails(Reason.READ_ONLY, () -> root.createSymbolicLink("new", "file"));
            fails(Reason.READ_ONLY, () -> root.createSpecial("new", FileKind.PIPE, 0, 0600));
            fails(Reason.READ_ONLY, () -> root.link("new", file));
            fails(Reason.READ_ONLY, () -> root.rename("file", root, "new", true));
            fails(Reason.READ_ONLY, () -> root.remove("file"));
            fails(Reason.READ_ONLY, () -> root.removeDirectory("below"));
            assertThat(text(file)).isEqualTo("contents");
            assertThat(root.names()).containsExactlyInAnyOrder("file", "below");
            volume.close();
        }
    }

    @Test
    void aReadOnlyFolderOpensNothingForWriting() throws Exception {
        Files.writeString(folder().resolve("file"), "contents");
        try (FolderServer server = FolderServer.start(folder(), true, socket());
                RawClient client = RawClient.connect(socket())) {
            assertThat(server).isNotNull();
            assertThat(client.walk("file")).isEqualTo(1);
            for (int access : new int[] {NinePMessage.WRITE_ONLY, NinePMessage.READ_WRITE}) {
                client.begin(NinePMessage.OPEN).u32(1).u32(access);
                assertThat(client.error()).isEqualTo(ErrorNumbers.EROFS);
            }
        }
    }

    @Test
    void aVeryLargeFolderIsListedWhole() throws Exception {
        Path folder = folder();
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(folder.resolve("a rather long name of a file, so that many messages are needed " + i));
        }
        try (FolderServer server = FolderServer.start(folder, true, socket())) {
            NinePVolume volume = mount(server);
            assertThat(volume.root().names()).hasSize(5_000).doesNotHaveDuplicates();
            volume.close();
        }
    }

    @Test
    void linksAreTheClientsToFollow() throws Exception {
        Path folder = folder();
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));
        try (FolderServer server = FolderServer.start(folder, false, socket())) {
            NinePVolume volume = mount(server);
            SymbolicLink link = (SymbolicLink) find(volume.root(), "link");
            assertThat(link.target()).isEqualTo("/etc");
            volume.root().link("same", link);
            assertThat(volume.root().find("same")).isSameAs(link);
            volume.close();
        }
        assertThat(Files.readSymbolicLink(folder.resolve("same"))).isEqualTo(Path.of("/etc"));
    }

    @Test
    void whatIsNoFolderIsNotServed() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        for (Path path : List.of(file, temporary.resolve("nothing"))) {
            assertThatThrownBy(() -> FolderServer.start(path, true, socket()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(path.toString());
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aServerThatNobodyConnectsToEnds() throws Exception {
        Path folder = folder();
        FolderServer.start(folder, true, socket()).close();
        assertThat(socket()).doesNotExist();
        assertThat(opened(folder)).isEmpty();
    }
}
