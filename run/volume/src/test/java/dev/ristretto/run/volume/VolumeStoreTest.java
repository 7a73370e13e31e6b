package dev.ristretto.run.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class VolumeStoreTest {

    private static final long SIZE = 16L << 20;

    @TempDir
    Path temporary;

    private Path folder;
    private VolumeStore store;

    @BeforeEach
    void open() {
        folder = temporary.resolve("volumes");
        store = new VolumeStore(folder);
    }

    @Test
    void aNewVolumeIsAnEmptyFileSystemInAFileWithHoles() throws Exception {
        StoredVolume made = store.create("data", 1L << 30);
        assertThat(made.name()).isEqualTo("data");
        assertThat(made.disk()).isEqualTo(folder.resolve("data/disk")).hasSize(1L << 30);
        assertThat(made.size()).isEqualTo(1L << 30);
        assertThat(Duration.between(made.created(), Instant.now())).isLessThan(Duration.ofMinutes(2));
        assertThat(store.get("data")).isEqualTo(made);
        assertThat(store.list()).containsExactly(made);
        assertThat(store.usedBytes(store.list()).get("data")).isLessThan(2 << 20);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
        for (String file : List.of("disk", "volume.json")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("data").resolve(file))))
                    .isEqualTo("rw-------");
        }
        Disks.requireClean(made.disk());
        FileSystemSummary inside = store.fileSystem(store.get("data")).orElseThrow();
        assertThat(inside.bytes()).isEqualTo(1L << 30);
        assertThat(inside.freeBytes()).isBetween(900L << 20, 1L << 30);
        assertThat(inside.uuid())
                .isNotEqualTo(store.fileSystem(store.create("other", SIZE))
                        .orElseThrow()
                        .uuid());
    }

    @Test
    void anEmptyStoreListsNothingAndIsNotCreated() {
        assertThat(store.list()).isEmpty();
        store.keep(List.of());
        assertThat(store.keptFor(List.of())).isEmpty();
        assertThatThrownBy(() -> store.get("data"))
                .isInstanceOf(VolumeException.class)
                .hasMessage(
                        "No volume is called data. There are none yet; make one with: ristretto volume create data");
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatIsNotThereIsMadeAndWhatIsThereStaysAsItIs() {
        StoredVolume made = store.ensure("data", SIZE);
        assertThat(made.size()).isEqualTo(SIZE);
        assertThat(store.ensure("data", 2 * SIZE)).isEqualTo(made);
        assertThatThrownBy(() -> store.ensure("data", 1)).hasMessageStartingWith("A volume has from 8M to 16T");
    }

    @Test
    void volumesAreNotMadeByThemselvesWithoutEnd() throws Exception {
        StoredVolume made = store.ensure("data", SIZE);
        for (int number = 1; number < VolumeStore.MOST_MADE; number++) {
            Files.createFile(Files.createDirectory(folder.resolve("v" + number)).resolve("disk"));
        }
        assertThatThrownBy(() -> store.ensure("more", SIZE)).hasMessageContaining("there are 10000 volumes");
        assertThat(store.ensure("data", SIZE)).isEqualTo(made);
    }

    @Test
    void whatIsKeptForSomebodyIsNotRemoved() {
        for (String name : List.of("data-1", "data-12", "data-01", "data-x", "data", "words")) {
            store.create(name, SIZE);
        }
        store.keep(List.of(new VolumeClaim("web", "data", true), new VolumeClaim("spell", "words", false)));
        assertThat(new VolumeStore(folder).keptFor(store.list()))
                .containsOnly(entry("data-1", "web/1"), entry("data-12", "web/12"), entry("words", "spell"));
        assertThatThrownBy(() -> store.remove("data-12"))
                .hasMessage("Volume data-12 is kept for service web, one of whose revisions names it\n"
                        + "Remove the service first: ristretto service rm web");
        for (String name : List.of("data-01", "data-x", "data")) {
            store.remove(name);
        }
        store.keep(List.of(new VolumeClaim("spell", "words", false)));
        store.remove("data-12");
        assertThat(store.list()).extracting(StoredVolume::name).containsExactly("data-1", "words");
    }

    @Test
    void ofClaimsThatCannotBeReadNothingIsRemoved() throws Exception {
        store.create("data", SIZE);
        Files.writeString(folder.resolve(".claims.json"), "[{");
        assertThatThrownBy(() -> store.remove("data")).isInstanceOf(VolumeException.class);
        store.keep(List.of());
        store.remove("data");
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThatThereAre() {
        store.create("b", SIZE);
        store.create("a", SIZE);
        assertThatThrownBy(() -> store.check("x")).hasMessage("No volume is called x. There are a, b.");
        assertThatThrownBy(() -> store.remove("x")).hasMessage("No volume is called x. There are a, b.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "", ".", "..", ".staging", "a/b", "/tmp/x", "-f", "a b", "a\nb"})
    void aNameThatLeadsElsewhereIsRefused(String name) throws Exception {
        List<Callable<?>> uses = List.of(
                () -> store.create(name, SIZE),
                () -> store.get(name),
                () -> store.check(name),
                () -> store.holder(name),
                () -> store.use("web").take(name, false),
                () -> store.ensure(name, SIZE),
                () -> store.importFrom(name, Path.of("/dev/null")),
                () -> store.snapshot(name, "b"),
                () -> {
                    store.remove(name);
                    return name;
                });
        for (Callable<?> use : uses) {
            assertThatThrownBy(use::call)
                    .isInstanceOf(VolumeException.class)
                    .hasMessageStartingWith("'" + name + "' is no name for a volume: use ");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void sizesThatCannotBeAreRefusedAndOthersRounded() throws Exception {
        for (long bytes : new long[] {0, -1, VolumeStore.SMALLEST - 1, VolumeStore.LARGEST + 1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> store.create("data", bytes))
                    .hasMessageStartingWith(
                            "A volume has from 8M to 16T, not " + bytes + " bytes\nSay how much, such as 1G");
        }
        assertThat(store.create("least", VolumeStore.SMALLEST).size()).isEqualTo(8 << 20);
        assertThat(store.create("odd", VolumeStore.SMALLEST + 1).size()).isEqualTo((8 << 20) + 4096);
        Disks.requireClean(store.get("least").disk());
        Disks.requireClean(store.get("odd").disk());
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        StoredVolume first = store.create("data", SIZE);
        Disks.change(first.disk(), files -> Disks.write(files, "/kept", "yes"));
        assertThatThrownBy(() -> store.create("data", SIZE))
                .hasMessageStartingWith("There is a volume data already\n")
                .hasMessageEndingWith("ristretto volume rm data");
        assertThatThrownBy(() -> store.snapshot("data", "data"))
                .hasMessageStartingWith("There is a volume data already");
        assertThat(Disks.read(first.disk(), "/kept")).isEqualTo("yes");
        assertNothingIsLeft();
    }

    @Test
    void ofTwoAtOnceOneMakesIt() throws Exception {
        List<Callable<StoredVolume>> makers = List.of(
                () -> store.create("data", SIZE),
                () -> new VolumeStore(folder).create("data", SIZE),
                () -> store.create("other", SIZE),
                () -> store.create("third", SIZE));
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(makers.size())) {
            for (Future<StoredVolume> maker : threads.invokeAll(makers)) {
                if (maker.state() == Future.State.FAILED) {
                    failures.add(maker.exceptionNow().getMessage());
                }
            }
        }
        assertThat(failures).singleElement().asString().startsWith("There is a volume data already");
        assertThat(store.list()).map(StoredVolume::name).containsExactly("data", "other", "third");
        assertNothingIsLeft();
        for (StoredVolume volume : store.list()) {
            assertThat(store.check(volume.name()).faults()).isEmpty();
        }
    }

    @Test
    void aRemovedVolumeIsGoneWithAllThatIsInIt() throws Exception {
        store.create("data", SIZE);
        store.create("other", SIZE);
        store.remove("data");
        assertThat(store.list()).map(StoredVolume::name).containsExactly("other");
        assertThat(folder.resolve("data")).doesNotExist();
        assertNothingIsLeft();
        assertThat(store.create("data", SIZE).name()).isEqualTo("data");
    }

    @Test
    void whatAKilledCommandLeavesIsNoVolumeAndTheNextOneDeletesIt() throws Exception {
        store.create("data", SIZE);
        Path begun = Files.createDirectories(folder.resolve(".staging/half.0123456789abcdef"));
        Files.write(begun.resolve("disk"), new byte[1 << 16]);
        Path removed = folder.resolve(".staging/old.0123456789abcdef");
        Files.createDirectories(removed);
        Files.writeString(removed.resolve("volume.json"), "{}");
        assertThat(store.list()).map(StoredVolume::name).containsExactly("data");
        store.clear();
        assertNothingIsLeft();
    }

    @Test
    void whatAnotherCommandIsStillAtStays() throws Exception {
        store.create("data", SIZE);
        Path begun = Files.createDirectories(folder.resolve(".staging/half.0123456789abcdef"));
        Path disk = Files.write(begun.resolve("disk"), new byte[1 << 16]);
        try (DiskUser user = new DiskUser(disk, DiskUser.Manner.WRITES)) {
            store.create("other", SIZE);
            assertThat(disk).exists();
        }
        store.clear();
        assertNothingIsLeft();
    }

    @Test
    void aFullDiskIsSaidInTwoLinesAndLeavesNothing() throws Exception {
        store.create("data", SIZE);
        VolumeStore full = new VolumeStore(folder, (done, total) -> {
            throw new IllegalStateException("whatever happens on the way");
        });
        assertThatThrownBy(() -> full.snapshot("data", "copy")).isInstanceOf(IllegalStateException.class);
        assertThat(store.list()).map(StoredVolume::name).containsExactly("data");
        assertNothingIsLeft();
        assertThat(VolumeException.of("Volume copy cannot be made", new IOException("No space left on device")))
                .hasMessage("Volume copy cannot be made: this computer's disk is full\n"
                        + "Free some of it: ristretto system df shows what ristretto takes");
    }

    @Test
    void aVolumeWhoseDescriptionIsDamagedIsOneStill() throws Exception {
        store.create("data", SIZE);
        Files.writeString(folder.resolve("data/volume.json"), "{");
        assertThat(store.get("data").size()).isEqualTo(SIZE);
        Files.delete(folder.resolve("data/volume.json"));
        assertThat(store.list()).hasSize(1);
        store.remove("data");
        assertThat(store.list()).isEmpty();
    }

    @Test
    void whatLinuxRefusesNamesTheFile() {
        assertThat(VolumeException.of("It fails", new NoSuchFileException("/a/b")))
                .hasMessage("It fails: /a/b is missing");
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".staging"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("lock");
        }
    }
}
