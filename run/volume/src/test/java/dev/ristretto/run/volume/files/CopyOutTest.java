package dev.ristretto.run.volume.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is copied to this computer of trees that others have made, who may mean harm. */
@Timeout(60)
class CopyOutTest {

    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();
    private final MemoryVolume volume = new MemoryVolume(1 << 20, () -> 1_500_000_000_123_456_789L);
    private final FileSystem files = new FileSystem(volume);
    private Path target;

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(folder.resolve("secret"), "secret");
    }

    private void write(String path, String text, int permissions) throws FileFault {
        RegularFile file =
                (RegularFile) files.findOrCreate(path, true, false, permissions).inode();
        int unused = file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private CopyCount copy(Volume from, String path, Path to) throws IOException {
        CopyOut copy = new CopyOut(problems::add, bytes -> {});
        copy.copy(FileTree.of(from), path, to, true);
        return copy.count();
    }

    /** Nothing but what was there before and the target. */
    private void requireNothingOutside() throws IOException {
        assertThat(folder.resolve("secret")).hasContent("secret");
        try (Stream<Path> outside = Files.list(folder)) {
            assertThat(outside).containsExactlyInAnyOrder(target, folder.resolve("secret"));
        }
    }

    @Test
    void aTreeIsCopiedWithPermissionsTimesAndLinks() throws Exception {
        Directory made = files.createDirectory("/a", 0750);
        write("/a/run", "text", 06755);
        files.createDirectory("/a/sub", 01777);
        files.createSymbolicLink("../../etc/passwd", "/a/link");
        assertThat(copy(volume, "/a", target)).isEqualTo(new CopyCount(2, 2, 4, 0, 0));
        Path copy = target.resolve("a");
        assertThat(Files.readString(copy.resolve("run"))).isEqualTo("text");
        assertThat(Files.getAttribute(copy.resolve("run"), "unix:mode"))
                .as("without set-user-ID and set-group-ID")
                .isEqualTo(0100755);
        assertThat(Files.getAttribute(copy.resolve("sub"), "unix:mode")).isEqualTo(040777);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rwxr-x---");
        for (Path timed : List.of(copy, copy.resolve("run"), copy.resolve("link"))) {
            assertThat(Files.getLastModifiedTime(timed, LinkOption.NOFOLLOW_LINKS)
                            .toInstant())
                    .as(timed.toString())
                    .isEqualTo(FileEntry.instant(made.modified()));
        }
        assertThat(Files.readSymbolicLink(copy.resolve("link"))).isEqualTo(Path.of("../../etc/passwd"));
        assertThat(problems).isEmpty();
    }

    @Test
    void aTargetThatIsThereIsNeitherFollowedNorMerged() throws Exception {
        files.createDirectory("/a", 0755);
        write("/a/b", "text", 0644);
        Path link = Files.createSymbolicLink(target.resolve("a"), folder);
        assertThatThrownBy(() -> copy(volume, "/a", target)).hasMessageContaining("there is a " + link + " already");
        Path file = Files.createSymbolicLink(target.resolve("b"), folder.resolve("secret"));
        assertThat(copy(volume, "/a/b", target).files()).isEqualTo(1);
        assertThat(file).hasContent("text").isRegularFile();
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThatThrownBy(() -> copy(volume, "/", target)).hasMessageContaining("has no name of its own");
        assertThatThrownBy(() -> copy(volume, "/a/b", folder.resolve("none/b"))).hasMessageContaining("no folder");
        requireNothingOutside();
    }

    @Test
    void foldersNeedToBeMeant() throws Exception {
        files.createDirectory("/a", 0755);
        assertThatThrownBy(() -> new CopyOut(problems::add, bytes -> {}).copy(FileTree.of(volume), "/a", target, false))
                .hasMessage("/a: is a folder\nAdd -r to copy it with all that is in it");
        assertThat(target).isEmptyDirectory();
    }

    /** As an image of ext4 can have them that a program has written for it. */
    @Test
    void namesThatNoFileCanHaveAreLeftOut() throws Exception {
        write("/good", "good", 0644);
        Inode evil = files.find("/good", false);
        Volume hostile = with(Map.of("../../evil", evil, "..", evil, ".", evil, "", evil, "a/b", evil, "nul\0", evil));
        assertThat(copy(hostile, "/", target.resolve("copy"))).isEqualTo(new CopyCount(1, 1, 4, 0, 6));
        assertThat(problems).hasSize(6).allMatch(line -> line.endsWith(": no file can be called so"));
        assertThat(target.resolve("copy").toFile().list()).containsExactly("good");
        requireNothingOutside();
    }

    @Test
    void aFolderThatIsInItselfIsCopiedOnce() throws Exception {
        write("/good", "good", 0644);
        Volume hostile = with(Map.of());
        List<String> listed = new ArrayList<>();
        Map<String, Inode> loop = Map.of("loop", hostile.root());
        Volume circle = with(loop);
        CopyCount count = copy(circle, "/", target.resolve("copy"));
        assertThat(count.folders()).isEqualTo(1);
        assertThat(problems).containsExactly("/loop: is a folder with more than one name");
        FileTree.of(circle).list("/", true, (path, entries) -> listed.add(path), problems::add);
        assertThat(listed).containsExactly("/");
    }

    @Test
    void whatCannotBeReadIsToldAndLeavesNothing() throws Exception {
        write("/good", "good", 0644);
        RegularFile damaged = proxy(RegularFile.class, (RegularFile) files.find("/good", false), "read", arguments -> {
            throw new FileFault(Reason.CORRUPT, "block 7 is not there");
        });
        CopyCount count = copy(with(Map.of("damaged", damaged)), "/", target.resolve("copy"));
        assertThat(count).isEqualTo(new CopyCount(1, 1, 4, 0, 1));
        assertThat(problems).containsExactly("/damaged: block 7 is not there");
        assertThat(target.resolve("copy").toFile().list()).containsExactly("good");
    }

    @Test
    void devicesPipesAndSocketsAreLeftOut() throws Exception {
        for (FileKind kind : List.of(FileKind.DEVICE, FileKind.PIPE, FileKind.SOCKET)) {
            Inode unused = volume.root().createSpecial(kind.name(), kind, 0x103, 0666);
        }
        assertThat(copy(volume, "/", target.resolve("copy"))).isEqualTo(new CopyCount(0, 1, 0, 3, 0));
        assertThat(problems).hasSize(3);
        assertThat(target.resolve("copy")).isEmptyDirectory();
    }

    @Test
    void whatIsTooDeepForThisComputerIsToldAndTheRestCopied() throws Exception {
        String path = "";
        for (int i = 0; i < 100; i++) {
            path += "/" + "d".repeat(35);
            Directory unused = volume.root();
            unused = files.createDirectory(path, 0755);
        }
        Directory deep = (Directory) files.find(path, false);
        for (int i = 0; i < 100; i++) {
            deep = deep.createDirectory("e".repeat(35), 0755);
        }
        write("/zlast", "text", 0644);
        CopyCount count = copy(volume, "/", target.resolve("copy"));
        assertThat(count.failed()).isEqualTo(1);
        assertThat(problems).hasSize(1).first().asString().endsWith("is too deep for this computer");
        assertThat(target.resolve("copy/zlast")).hasContent("text");
    }

    @Test
    void linksInTheTreeStayInIt() throws Exception {
        write("/file", "text", 0644);
        files.createSymbolicLink("../../../file", "/up");
        files.createSymbolicLink("/etc/passwd", "/out");
        files.createSymbolicLink("circle", "/circle");
        FileTree tree = FileTree.of(volume);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        tree.read("/up", output);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("text");
        assertThatThrownBy(() -> tree.read("/out", output)).hasMessage("/out: there is no such file");
        assertThatThrownBy(() -> tree.read("/circle", output)).hasMessage("/circle: symbolic links lead in a circle");
        assertThatThrownBy(() -> tree.read("/", output)).hasMessage("/: is a folder");
    }

    @Test
    void modesAreWrittenAsUsual() {
        assertThat(entry("directory", 01777).mode()).isEqualTo("drwxrwxrwt");
        assertThat(entry("regular", 06750).mode()).isEqualTo("-rwsr-s---");
        assertThat(entry("regular", 07000).mode()).isEqualTo("---S--S--T");
        assertThat(entry("symbolic_link", 0777).mode()).isEqualTo("lrwxrwxrwx");
    }

    private static FileEntry entry(String kind, int permissions) {
        return new FileEntry("x", kind, permissions, 1, 0, 0, 0, FileEntry.instant(0), null);
    }

    /** The volume with more names in its root. */
    private Volume with(Map<String, Inode> more) {
        Directory real = volume.root();
        Directory[] root = new Directory[1];
        root[0] = (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "names" -> {
                            List<String> names = new ArrayList<>(real.names());
                            names.addAll(more.keySet());
                            return names;
                        }
                        case "find" -> {
                            Inode found = more.get((String) arguments[0]);
                            return found == null ? invoke(method, real, arguments) : found;
                        }
                        default -> {
                            return invoke(method, real, arguments);
                        }
                    }
                });
        return proxy(Volume.class, volume, "root", arguments -> root[0]);
    }

    @FunctionalInterface
    private interface Answer {
        Object to(Object[] arguments) throws Throwable;
    }

    /** Something real that answers one method in another way. */
    private static <T> T proxy(Class<T> type, T real, String name, Answer answer) {
        InvocationHandler handler = (proxy, method, arguments) ->
                method.getName().equals(name) ? answer.to(arguments) : invoke(method, real, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
