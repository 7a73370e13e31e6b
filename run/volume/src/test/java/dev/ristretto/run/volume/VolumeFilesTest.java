package dev.ristretto.run.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.run.volume.files.CopyCount;
import dev.ristretto.run.volume.files.CopyIn;
import dev.ristretto.run.volume.files.CopyOut;
import dev.ristretto.run.volume.files.FileEntry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of volumes, looked at and copied without an instance. */
@Timeout(120)
class VolumeFilesTest {

    private static final long SIZE = 32L << 20;

    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();
    private VolumeStore store;
    private StoredVolume volume;
    private VolumeFiles files;

    @BeforeEach
    void create() {
        store = new VolumeStore(folder.resolve("volumes"));
        volume = store.create("data", SIZE);
        files = store.files("data");
    }

    private String read(VolumeFiles from, String path) {
        return from.read("It cannot be read", tree -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            tree.read(path, text);
            return text.toString(StandardCharsets.UTF_8);
        });
    }

    private CopyCount copyOut(String path, Path target) {
        return files.read("It cannot be copied", tree -> {
            CopyOut copy = new CopyOut(problems::add, bytes -> {});
            copy.copy(tree, path, target, true);
            return copy.count();
        });
    }

    private CopyCount copyIn(String target, Path... sources) {
        return files.change("It cannot be copied", (tree, ending) -> {
            CopyIn copy = new CopyIn(tree, problems::add, bytes -> {}, ending);
            copy.copy(List.of(sources), target, true);
            return copy.count();
        });
    }

    private List<String> names(String path) {
        List<String> names = new ArrayList<>();
        return files.read("It cannot be listed", tree -> {
            tree.list(
                    path,
                    true,
                    (above, entries) -> entries.stream().map(FileEntry::name).forEach(names::add),
                    problems::add);
            return names;
        });
    }

    @Test
    void whatIsOnlyInTheJournalIsReadAndTheDiskStaysAsItIs() throws Exception {
        Disks.changeAndCrash(volume.disk(), tree -> {
            tree.createDirectory("/logs", 0755);
            Disks.write(tree, "/logs/a", "text");
        });
        byte[] before = Files.readAllBytes(volume.disk());
        assertThat(read(files, "/logs/a")).isEqualTo("text");
        assertThat(names("/")).containsExactly("logs", "lost+found", "a");
        assertThat(volume.disk()).hasBinaryContent(before);
        assertThat(store.check("data").sound()).isTrue();
    }

    @Test
    void aJournalThatIsTooLongForMemoryIsToldOf() throws Exception {
        try (FileChannel disk = FileChannel.open(volume.disk(), StandardOpenOption.READ)) {
            CopyOnWriteDevice device = new CopyOnWriteDevice(new Ext4Disk(disk).device(true), 8192);
            device.write(4000, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            device.write(8190, ByteBuffer.wrap(new byte[] {4, 5}));
            ByteBuffer back = ByteBuffer.allocate(8192);
            device.read(0, back);
            assertThat(back.array()[4001]).isEqualTo((byte) 2);
            assertThat(back.array()[8191]).isEqualTo((byte) 5);
            ByteBuffer part = ByteBuffer.allocate(2);
            device.read(4001, part);
            assertThat(part.array()).containsExactly(2, 3);
            assertThatThrownBy(() -> device.write(8192, ByteBuffer.allocate(1)))
                    .hasMessageContaining("volume check' replays it in the volume");
        }
    }

    @Test
    void whatAnInstanceWritesToCannotBeReadAndWhatItReadsCan() throws Exception {
        Disks.change(volume.disk(), tree -> Disks.write(tree, "/a", "text"));
        try (VolumeUse use = store.use("web")) {
            StoredVolume unused = use.take("data", false);
        }
        try (DiskUser user = new DiskUser(volume.disk(), DiskUser.Manner.WRITES)) {
            assertThatThrownBy(() -> read(files, "/a"))
                    .hasMessageStartingWith("Volume data is in use by instance web")
                    .hasMessageContaining("ristretto stop web");
        }
        try (VolumeUse use = store.use("web")) {
            StoredVolume unused = use.take("data", true);
        }
        try (DiskUser user = new DiskUser(volume.disk(), DiskUser.Manner.READS_BY_BYTES)) {
            assertThat(read(files, "/a")).isEqualTo("text");
            assertThat(store.holder("data")).contains("web");
            assertThatThrownBy(() -> copyIn("/b", folder)).hasMessageStartingWith("Volume data is in use by instance");
        }
    }

    @Test
    void anInstanceSeesItsVolumeAtAPath() throws Exception {
        Disks.change(volume.disk(), tree -> {
            Disks.write(tree, "/a", "text");
            tree.createSymbolicLink("/var/lib/app/a", "/current");
            tree.createSymbolicLink("/a", "/elsewhere");
        });
        VolumeFiles seen = files.at("/var/lib/app");
        assertThat(read(seen, "/var/lib/app/a")).isEqualTo("text");
        assertThat(read(seen, "/var/lib/app/current")).isEqualTo("text");
        assertThatThrownBy(() -> read(seen, "/var/lib/app/elsewhere")).hasMessageContaining("there is no such file");
        assertThat(read(files, "/elsewhere")).isEqualTo("text");
    }

    @Test
    void hostileNamesAndLinksAreCopiedAsTheyAreOrToldOf() throws Exception {
        List<String> names = List.of("line\nbreak", "\u001b[2J", " ", "-rf", "\u202e", "*", "\\", "é");
        Disks.change(volume.disk(), tree -> {
            tree.createDirectory("/d", 0755);
            for (String name : names) {
                Disks.write(tree, "/d/" + name, name);
            }
            tree.createSymbolicLink("../../../../../etc", "/d/link");
            tree.createSymbolicLink("/d/circle", "/d/circle");
            // A byte that is no UTF-8.
            Disks.write(tree, "/d/\udc9b2J", "x");
        });
        Path target = folder.resolve("copy");
        CopyCount count = copyOut("/d", target);
        assertThat(count.files() + count.failed()).isEqualTo(names.size() + 3);
        assertThat(count.failed()).isPositive();
        for (String problem : problems) {
            assertThat(problem).endsWith("cannot be a name on this computer");
        }
        assertThat(Files.readSymbolicLink(target.resolve("link"))).isEqualTo(Path.of("../../../../../etc"));
        assertThat(target.resolve("line\nbreak")).hasContent("line\nbreak");
    }

    @Test
    void aFileOfATerabyteIsAHoleThereToo() throws Exception {
        long end = 1L << 40;
        Disks.change(volume.disk(), tree -> {
            Disks.write(tree, "/sparse", "begin");
            RegularFile file = (RegularFile) tree.find("/sparse", false);
            int unused = file.write(end / 2, ByteBuffer.wrap("middle".getBytes(StandardCharsets.UTF_8)));
            file.truncate(end);
        });
        Path copy = folder.resolve("sparse");
        assertThat(copyOut("/sparse", copy).bytes()).isLessThan(1 << 20);
        assertThat(Files.size(copy)).isEqualTo(end);
        try (FileChannel channel = FileChannel.open(copy)) {
            ByteBuffer text = ByteBuffer.allocate(6);
            assertThat(channel.read(text, end / 2)).isEqualTo(6);
            assertThat(new String(text.array(), StandardCharsets.UTF_8)).isEqualTo("middle");
        }
        assertThat(dev.ristretto.run.host.AllocatedSize.of(List.of(copy)).get(copy))
                .isLessThan(1L << 20);
    }

    @Test
    void aCopyTakesTheNameOfAFolderAndReplacesFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "one");
        Disks.change(volume.disk(), tree -> {
            tree.createDirectory("/etc", 0755);
            tree.createSymbolicLink("etc", "/link");
            Disks.write(tree, "/etc/" + ".ristretto.unfinished", "left of a command that was killed");
        });
        assertThat(copyIn("/link", file).files()).isEqualTo(1);
        Files.writeString(file, "two");
        assertThat(copyIn("/etc/", file)).isEqualTo(new CopyCount(1, 0, 3, 0, 0));
        assertThat(copyIn("/b", file).files()).isEqualTo(1);
        assertThat(names("/etc")).containsExactly("a");
        assertThat(read(files, "/etc/a")).isEqualTo("two");
        assertThat(read(files, "/b")).isEqualTo("two");
        assertThatThrownBy(() -> copyIn("/none/b", file)).hasMessageContaining("/none: there is no such file");
        assertThatThrownBy(() -> copyIn("/b/c", file)).hasMessageContaining("/b: is no folder");
        assertThatThrownBy(() -> copyIn("/c", file, file)).hasMessageContaining("/c: there is no such file");
        Disks.requireClean(volume.disk());
    }

    @Test
    void linksAreNotFollowedOutOfTheSource() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(source.resolve("link"), Path.of("../secret"));
        Files.createSymbolicLink(source.resolve("above"), folder);
        assertThat(new ProcessBuilder("mkfifo", source.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(copyIn("/", source)).isEqualTo(new CopyCount(2, 1, 0, 1, 0));
        assertThat(problems).containsExactly(source.resolve("pipe") + ": a device, pipe or socket is not copied");
        assertThatThrownBy(() -> read(files, "/source/link")).hasMessageContaining("there is no such file");
    }

    @Test
    void aVolumeThatIsFullHasWholeFilesAlone() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        byte[] block = new byte[10 << 20];
        new Random(1).nextBytes(block);
        for (String name : List.of("a", "b", "c", "d")) {
            Files.write(source.resolve(name), block);
        }
        assertThatThrownBy(() -> copyIn("/", source))
                .isInstanceOf(VolumeException.class)
                .hasMessageMatching("It cannot be copied: .*/source/[cd]: there is no space left in it");
        List<String> there = names("/source");
        assertThat(there).isSubsetOf("a", "b", "c").contains("a", "b");
        Path back = folder.resolve("back");
        assertThat(copyOut("/source", back).files()).isEqualTo(there.size());
        for (String name : there) {
            assertThat(back.resolve(name)).hasBinaryContent(block);
        }
        Disks.requireClean(volume.disk());
    }

    @Test
    void aCopyThatIsToEndLeavesWhatIsWhole() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("a"), "text");
        Files.write(source.resolve("b"), "x".repeat(5 << 20).getBytes(StandardCharsets.UTF_8));
        AtomicInteger progress = new AtomicInteger();
        assertThatThrownBy(() -> files.change("Ended", (tree, ending) -> {
                    assertThat(ending.getAsBoolean()).isFalse();
                    new CopyIn(tree, problems::add, bytes -> progress.incrementAndGet(), () -> progress.get() >= 3)
                            .copy(List.of(source), "/", true);
                    return true;
                }))
                .hasMessage("Ended: interrupted");
        assertThat(names("/source")).containsExactly("a");
        Disks.requireClean(volume.disk());
    }

    @Test
    void whatFailsBeforeIsDurableAndNothingElseChanges() throws Exception {
        byte[] before = Files.readAllBytes(volume.disk());
        assertThatThrownBy(() -> copyIn("/a", folder.resolve("nothing"))).hasMessageContaining("nothing is missing");
        assertThatThrownBy(() -> store.files("none").read("x", tree -> true))
                .hasMessageContaining("No volume is called");
        assertThat(names("/")).containsExactly("lost+found");
        assertThat(before).hasSize((int) SIZE);
        Disks.requireClean(volume.disk());
    }

    @Test
    void randomTreesComeBackAsTheyWere() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            Path source = folder.resolve("tree" + round);
            fill(Files.createDirectory(source), random, 4);
            CopyCount in = copyIn("/", source);
            Path back = folder.resolve("back" + round);
            CopyCount out = copyOut("/tree" + round, back);
            assertThat(describe(back)).as("seed %d", seed).isEqualTo(describe(source));
            assertThat(out.files()).as("seed %d", seed).isEqualTo(in.files());
            assertThat(out.folders()).as("seed %d", seed).isEqualTo(in.folders());
        }
        assertThat(problems).isEmpty();
        assertThat(store.check("data").faults()).as("seed %d", seed).isEmpty();
        Disks.requireClean(volume.disk());
    }

    private static void fill(Path folder, Random random, int depth) throws Exception {
        for (int i = random.nextInt(6); i >= 0; i--) {
            Path path = folder.resolve(random.nextInt(10) == 0 ? "n\n" + i : "name-" + i);
            switch (random.nextInt(4)) {
                case 0 -> Files.createSymbolicLink(path, Path.of(random.nextBoolean() ? "../x" : "/a/" + i));
                case 1 -> {
                    Files.createDirectory(path);
                    if (depth > 0) {
                        fill(path, random, depth - 1);
                    }
                }
                default -> {
                    byte[] content = new byte[random.nextInt(random.nextBoolean() ? 100 : 300_000)];
                    if (random.nextInt(3) > 0) {
                        random.nextBytes(content);
                    }
                    Files.write(path, content);
                }
            }
            properties(path, random);
        }
        properties(folder, random);
    }

    private static void properties(Path path, Random random) throws Exception {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        FileTime time = FileTime.from(Instant.ofEpochSecond(random.nextLong(4L << 30), random.nextInt(1_000_000_000)));
        view.setTimes(time, time, null);
        if (!Files.isSymbolicLink(path)) {
            view.setPermissions(PosixFilePermissions.fromString(
                    Files.isDirectory(path) ? "rwxr-x--x" : random.nextBoolean() ? "rw-rw-r--" : "r-x------"));
        }
    }

    /** Everything that a copy keeps, by path. */
    private static Map<String, String> describe(Path root) throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                PosixFileAttributes is =
                        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String content = is.isSymbolicLink()
                        ? Files.readSymbolicLink(path).toString()
                        : is.isDirectory() ? "" : java.util.Arrays.hashCode(Files.readAllBytes(path)) + " " + is.size();
                all.put(
                        root.relativize(path).toString(),
                        is.permissions() + " " + is.lastModifiedTime().toInstant() + " " + content);
            }
        }
        return all;
    }

    /** What is read goes from hole to hole. */
    @Test
    void holesAreSteppedOver() throws Exception {
        Disks.change(volume.disk(), tree -> {
            RegularFile file = fresh(tree);
            file.truncate(1L << 41);
            assertThat(file.skipHole(0)).isEqualTo(1L << 41);
            assertThat(file.skipHole(5)).isEqualTo(1L << 41);
            int unused = file.write(1L << 30, ByteBuffer.allocate(10));
            assertThat(file.skipHole(0)).isEqualTo(1L << 30);
            assertThat(file.skipHole((1L << 30) + 7)).isEqualTo((1L << 30) + 7);
            assertThat(file.skipHole((1L << 30) + 4096)).isEqualTo(1L << 41);
            assertThat(file.skipHole(1L << 41)).isEqualTo(1L << 41);
        });
    }

    private static RegularFile fresh(FileSystem tree) throws Exception {
        return (RegularFile) tree.findOrCreate("/fresh", true, false, 0644).inode();
    }
}
