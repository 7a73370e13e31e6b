package dev.ristretto.kernel.posix;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.FileSystem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are those that inotify(7) gives for the same operations, in every format. */
@ParameterizedClass
@EnumSource
class InotifyTest {
    private static final int ALL =
            Inotify.MODIFY | Inotify.ATTRIB | Inotify.MOVED_FROM | Inotify.MOVED_TO | Inotify.CREATE | Inotify.DELETE;
    private static final int MODE = 0777;
    private static final int MOST_EVENTS = 16384;
    private static final int WRITE = FileOpening.CREATE | FileOpening.WRITE_ONLY;

    private final TestVolume format;
    private final FileSystem root;
    private final Process process;
    private final ProcessFiles files;
    private final Inotify inotify = new Inotify();

    InotifyTest(TestVolume format) throws Exception {
        this.format = format;
        root = new FileSystem(format.make());
        process = new Process(() -> root, Credentials.ROOT);
        files = process.files();
    }

    @BeforeEach
    void open() throws PosixException {
        process.descriptors().open(inotify);
        inotify.setNonBlocking(true);
    }

    @Test
    void tellsOfNamesThatComeAndGo() throws Exception {
        inotify.watch(files, "/d", ALL);
        files.makeDirectory("/d/folder", MODE);
        files.create("/d/file", MODE);
        files.link("/d/file", "/d/link");
        files.symbolicLink("nowhere", "/d/symbolic");
        files.makeDirectory("/d/folder/deeper", MODE);
        files.removeDirectory("/d/folder/deeper");
        files.unlink("/d/file");
        files.removeDirectory("/d/folder");
        assertThat(events())
                .containsExactly(
                        "1 CREATE DIRECTORY folder",
                        "1 CREATE file",
                        "1 CREATE link",
                        "1 CREATE symbolic",
                        "1 DELETE file",
                        "1 DELETE DIRECTORY folder");
    }

    @Test
    void tellsOfWrittenAndCutFilesAndOfTheirAttributes() throws Exception {
        files.create("/d/f", MODE);
        inotify.watch(files, "/d", ALL);
        write("/d/f", FileOpening.WRITE_ONLY, "some");
        assertThat(events()).containsExactly("1 MODIFY f");
        write("/d/f", WRITE | FileOpening.TRUNCATE, "");
        assertThat(events()).containsExactly("1 MODIFY f");
        write("/d/f", FileOpening.WRITE_ONLY | FileOpening.TRUNCATE, "");
        assertThat(events()).containsExactly("1 MODIFY f");
        files.setPermissions("/d/f", 0600);
        assertThat(events()).containsExactly("1 ATTRIB f");
        files.setTimes("/d/f", true, 1, 2);
        assertThat(events()).containsExactly("1 ATTRIB f");
        files.setOwner("/d/f", true);
        assertThat(events()).containsExactly("1 ATTRIB f");
        files.makeDirectory("/d/sub", MODE);
        files.setPermissions("/d/sub", 0700);
        assertThat(events()).containsExactly("1 CREATE DIRECTORY sub", "1 ATTRIB DIRECTORY sub");
    }

    @Test
    void aNewFileIsNotCutWhenItIsOpened() throws Exception {
        inotify.watch(files, "/d", ALL);
        write("/d/f", WRITE | FileOpening.TRUNCATE, "");
        assertThat(events()).containsExactly("1 CREATE f");
    }

    @Test
    void bothSidesOfAChangeOfNamesHaveTheSameCookie() throws Exception {
        files.create("/d/f", MODE);
        files.create("/e/g", MODE);
        inotify.watch(files, "/d", ALL);
        inotify.watch(files, "/e", ALL);
        files.rename("/d/f", "/e/g");
        List<Integer> cookies = new ArrayList<>();
        assertThat(events(cookies)).containsExactly("1 MOVED_FROM f", "2 MOVED_TO g");
        assertThat(cookies.get(0)).isPositive().isEqualTo(cookies.get(1));
        files.rename("/e/g", "/e/h");
        assertThat(events(cookies)).containsExactly("2 MOVED_FROM g", "2 MOVED_TO h");
        assertThat(cookies.get(2)).isEqualTo(cookies.get(3)).isNotEqualTo(cookies.get(1));
        write("/e/h", FileOpening.WRITE_ONLY, "x");
        assertThat(events()).containsExactly("2 MODIFY h");
    }

    @Test
    void aWatchGoesOnUnderAnotherNameOfItsDirectoryAndEndsWithIt() throws Exception {
        inotify.watch(files, "/d", ALL);
        inotify.watch(files, "/", ALL);
        files.rename("/d", "/x");
        files.create("/x/f", MODE);
        files.unlink("/x/f");
        files.unlink("/x/old");
        files.removeDirectory("/x");
        assertThat(events())
                .containsExactly(
                        "2 MOVED_FROM DIRECTORY d",
                        "2 MOVED_TO DIRECTORY x",
                        "1 CREATE f",
                        "1 DELETE f",
                        "1 DELETE old",
                        "2 DELETE DIRECTORY x",
                        "1 IGNORED ");
        assertErrno(Errno.EINVAL, () -> inotify.unwatch(1));
    }

    @Test
    void aDirectoryHasOneWatchWhoseMaskCanBeReplaced() throws Exception {
        assertThat(inotify.watch(files, "/d", Inotify.CREATE)).isEqualTo(1);
        assertThat(inotify.watch(files, "/e/../d", Inotify.DELETE)).isEqualTo(1);
        files.create("/d/f", MODE);
        files.unlink("/d/f");
        assertThat(events()).containsExactly("1 DELETE f");
        assertThat(inotify.watch(files, "/e", ALL)).isEqualTo(2);
    }

    @Test
    void aWatchThatIsTakenAwaySaysSoAndNoMore() throws Exception {
        inotify.watch(files, "/d", ALL);
        inotify.unwatch(1);
        files.create("/d/f", MODE);
        assertThat(events()).containsExactly("1 IGNORED ");
        assertThat(inotify.watch(files, "/d", ALL)).isEqualTo(2);
    }

    @Test
    void watchesNothingElse() throws Exception {
        files.create("/d/f", MODE);
        assertErrno(Errno.ENOTDIR, () -> inotify.watch(files, "/d/f", ALL));
        assertErrno(Errno.ENOENT, () -> inotify.watch(files, "/none", ALL));
        assertErrno(Errno.EINVAL, () -> inotify.watch(files, "/d", 0));
        assertErrno(Errno.EINVAL, () -> inotify.watch(files, "/d", Inotify.IS_DIRECTORY | ALL));
        assertErrno(Errno.EINVAL, () -> inotify.unwatch(1));
    }

    @Test
    void repeatedEventsAreOneUntilTheyAreRead() throws Exception {
        files.create("/d/f", MODE);
        inotify.watch(files, "/d", ALL);
        write("/d/f", FileOpening.WRITE_ONLY, "a");
        write("/d/f", FileOpening.WRITE_ONLY, "b");
        assertThat(events()).containsExactly("1 MODIFY f");
        write("/d/f", FileOpening.WRITE_ONLY, "c");
        files.create("/d/g", MODE);
        write("/d/f", FileOpening.WRITE_ONLY, "d");
        assertThat(events()).containsExactly("1 MODIFY f", "1 CREATE g", "1 MODIFY f");
    }

    @Test
    void tooManyEventsAreToldAsLostOnce() throws Exception {
        inotify.watch(files, "/d", ALL);
        for (int i = 0; i < MOST_EVENTS; i++) {
            files.create("/d/f", MODE);
            files.unlink("/d/f");
        }
        List<String> events = events();
        assertThat(events).hasSize(MOST_EVENTS + 1);
        assertThat(events.get(MOST_EVENTS - 1)).isEqualTo("1 DELETE f");
        assertThat(events.get(MOST_EVENTS)).isEqualTo("-1 OVERFLOW ");
        files.create("/d/f", MODE);
        assertThat(events()).containsExactly("1 CREATE f");
    }

    @Test
    void readsWholeEventsAlone() throws Exception {
        inotify.watch(files, "/d", ALL);
        files.create("/d/" + "n".repeat(16), MODE);
        files.create("/d/" + "n".repeat(15), MODE);
        assertErrno(Errno.EINVAL, () -> inotify.read(ByteBuffer.allocate(47)));
        assertThat(inotify.read(ByteBuffer.allocate(79))).isEqualTo(48);
        assertThat(inotify.readiness()).isEqualTo(PollEvents.IN);
        assertThat(inotify.read(ByteBuffer.allocate(79))).isEqualTo(32);
        assertThat(inotify.readiness()).isZero();
        assertThat(inotify.read(ByteBuffer.allocate(79))).isEqualTo(OpenFile.WOULD_BLOCK);
    }

    @Test
    void wakesWhoWaits() throws Exception {
        inotify.watch(files, "/d", ALL);
        Background<Integer> waiting = Background.untilItWaits(() -> inotify.await(PollEvents.IN, Wait.FOREVER));
        files.create("/d/f", MODE);
        assertThat(waiting.result()).isEqualTo(PollEvents.IN);
    }

    @Test
    void closingEndsAllWatches() throws Exception {
        inotify.watch(files, "/d", ALL);
        Inotify other = new Inotify();
        int fd = process.descriptors().open(other);
        other.watch(files, "/d", ALL);
        process.descriptors().close(fd);
        files.create("/d/f", MODE);
        assertThat(other.readiness()).isZero();
        assertThat(events()).containsExactly("1 CREATE f");
    }

    @Test
    void aFileWithoutANameTellsNobody() throws Exception {
        OpenFile file = files.openFile("/d/f", WRITE, MODE);
        inotify.watch(files, "/d", ALL);
        files.unlink("/d/f");
        file.write(ByteBuffer.wrap(new byte[3]));
        assertThat(events()).containsExactly("1 DELETE f");
    }

    /** In an overlay, these are copied up. */
    @Test
    void tellsOfFilesThatWereThereBefore() throws Exception {
        inotify.watch(files, "/d", ALL);
        inotify.watch(files, "/e", ALL);
        write("/d/old", FileOpening.WRITE_ONLY, "some");
        assertThat(events()).containsExactly("1 MODIFY old");
        files.setPermissions("/d/old", 0600);
        files.rename("/d/old", "/e/new");
        files.unlink("/e/new");
        assertThat(events()).containsExactly("1 ATTRIB old", "1 MOVED_FROM old", "2 MOVED_TO new", "2 DELETE new");
    }

    @Test
    void anOpenFileIsToldOfByTheNameThatItHasThen() throws Exception {
        inotify.watch(files, "/d", ALL);
        inotify.watch(files, "/e", ALL);
        int fd = files.open("/d/old", FileOpening.WRITE_ONLY, MODE);
        OpenFile file = process.descriptors().get(fd);
        file.write(ByteBuffer.wrap(new byte[3]));
        files.rename("/d/old", "/e/new");
        file.truncate(1);
        files.setTimes(fd, 1, 2);
        files.setPermissions(fd, 0600);
        files.setOwner(fd);
        assertThat(events())
                .containsExactly("1 MODIFY old", "1 MOVED_FROM old", "2 MOVED_TO new", "2 MODIFY new", "2 ATTRIB new");
    }

    @Test
    void whatFailsOrChangesNothingIsNotTold() throws Exception {
        files.link("/d/old", "/d/other");
        inotify.watch(files, "/d", ALL);
        files.rename("/d/old", "/d/other");
        assertErrno(Errno.EEXIST, () -> files.makeDirectory("/d/old", MODE));
        assertErrno(Errno.EISDIR, () -> files.rename("/d/old", "/e"));
        assertErrno(Errno.ENOENT, () -> files.unlink("/d/none"));
        assertErrno(Errno.ENOTDIR, () -> files.removeDirectory("/d/old"));
        write("/d/old", FileOpening.WRITE_ONLY, "");
        assertThat(events()).isEmpty();
    }

    @Test
    void aDirectoryThatIsReplacedIsGone() throws Exception {
        files.makeDirectory("/d/new", MODE);
        inotify.watch(files, "/e", ALL);
        files.rename("/d/new", "/e");
        files.create("/e/f", MODE);
        assertThat(events()).containsExactly("1 IGNORED ");
        inotify.watch(files, "/e", ALL);
        files.unlink("/e/f");
        assertThat(events()).containsExactly("2 DELETE f");
    }

    @Test
    void aMountedVolumeTellsToo() throws Exception {
        files.makeDirectory("/mounted", MODE);
        root.mount("/mounted", format.make());
        inotify.watch(files, "/mounted", ALL);
        inotify.watch(files, "/mounted/d", ALL);
        inotify.watch(files, "/", ALL);
        files.create("/mounted/f", MODE);
        write("/mounted/d/old", FileOpening.WRITE_ONLY, "some");
        files.setPermissions("/mounted/d", 0700);
        files.create("/f", MODE);
        assertThat(events()).containsExactly("1 CREATE f", "2 MODIFY old", "1 ATTRIB DIRECTORY d", "3 CREATE f");
    }

    /** Beside a model that knows the names and nothing of inodes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void saysWhatAModelSays(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Boolean> names = new TreeMap<>();
        inotify.watch(files, "/d", ALL);
        inotify.watch(files, "/e", ALL);
        for (int i = 0; i < 3000; i++) {
            String one = path(random);
            String other = path(random);
            List<String> expected = new ArrayList<>();
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (names.putIfAbsent(one, false) == null) {
                        files.create(one, MODE);
                        expected.add(line("CREATE", one, false));
                    }
                }
                case 1 -> {
                    if (names.putIfAbsent(one, true) == null) {
                        files.makeDirectory(one, MODE);
                        expected.add(line("CREATE", one, true));
                    }
                }
                case 2 -> {
                    Boolean directory = names.remove(one);
                    if (directory != null) {
                        if (directory) {
                            files.removeDirectory(one);
                        } else {
                            files.unlink(one);
                        }
                        expected.add(line("DELETE", one, directory));
                    }
                }
                case 3 -> {
                    if (names.containsKey(one)) {
                        files.setPermissions(one, random.nextInt(MODE));
                        expected.add(line("ATTRIB", one, names.get(one)));
                    }
                }
                case 4 -> {
                    if (Boolean.FALSE.equals(names.get(one))) {
                        write(one, FileOpening.WRITE_ONLY, "text");
                        expected.add(line("MODIFY", one, false));
                    }
                }
                default -> {
                    Boolean moved = names.get(one);
                    Boolean replaced = names.get(other);
                    if (moved != null && !one.equals(other) && (replaced == null || replaced.equals(moved))) {
                        files.rename(one, other);
                        names.put(other, names.remove(one));
                        expected.add(line("MOVED_FROM", one, moved));
                        expected.add(line("MOVED_TO", other, moved));
                    }
                }
            }
            assertThat(events()).as("seed %d, step %d", seed, i).isEqualTo(expected);
        }
    }

    private static String path(Random random) {
        return (random.nextBoolean() ? "/d/" : "/e/") + random.nextInt(6);
    }

    private static String line(String kind, String path, boolean directory) {
        return (path.startsWith("/d") ? "1 " : "2 ") + kind + (directory ? " DIRECTORY " : " ") + path.substring(3);
    }

    private void write(String path, int flags, String text) throws PosixException {
        int fd = files.open(path, flags, MODE);
        process.descriptors().get(fd).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        process.descriptors().close(fd);
    }

    private List<String> events() throws PosixException {
        return events(new ArrayList<>());
    }

    /** Watch, kind and name of each event that waits. */
    private List<String> events(List<Integer> cookies) throws PosixException {
        List<String> lines = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        while (inotify.read(buffer.clear()) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                String line = buffer.getInt() + " ";
                line += kind(buffer.getInt());
                cookies.add(buffer.getInt());
                byte[] name = new byte[buffer.getInt()];
                buffer.get(name);
                lines.add(line + " " + new String(name, StandardCharsets.UTF_8).replace("\0", ""));
            }
        }
        return lines;
    }

    private static String kind(int mask) {
        Map<Integer, String> kinds = Map.of(
                Inotify.MODIFY, "MODIFY",
                Inotify.ATTRIB, "ATTRIB",
                Inotify.MOVED_FROM, "MOVED_FROM",
                Inotify.MOVED_TO, "MOVED_TO",
                Inotify.CREATE, "CREATE",
                Inotify.DELETE, "DELETE",
                Inotify.QUEUE_OVERFLOW, "OVERFLOW",
                Inotify.IGNORED, "IGNORED");
        String directory = (mask & Inotify.IS_DIRECTORY) != 0 ? " DIRECTORY" : "";
        return kinds.get(mask & ~Inotify.IS_DIRECTORY) + directory;
    }
}
