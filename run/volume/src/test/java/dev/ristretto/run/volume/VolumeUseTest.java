package dev.ristretto.run.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes that other processes use. */
@Timeout(120)
class VolumeUseTest {

    private static final long SIZE = 16L << 20;

    @TempDir
    Path folder;

    private VolumeStore store;
    private StoredVolume volume;

    @BeforeEach
    void create() {
        store = new VolumeStore(folder.resolve("volumes"));
        volume = store.create("data", SIZE);
    }

    /** What a start does, which has locked the disk or failed when this returns. */
    private StoredVolume use(String name, String instance, boolean readOnly) {
        try (VolumeUse use = store.use(instance)) {
            return use.take(name, readOnly);
        }
    }

    private VolumeStore patient(Duration patience) {
        return new VolumeStore(folder.resolve("volumes"), VolumeProgress.NONE, patience);
    }

    @Test
    void nobodyHoldsAVolumeUntilItsDiskIsLocked() throws Exception {
        StoredVolume gone = store.create("gone", SIZE);
        store.remove("gone");
        assertThat(store.holder("data")).isEmpty();
        assertThat(use("data", "web", false)).isEqualTo(volume);
        assertThat(store.holder("data")).isEmpty();
        try (DiskUser user = new DiskUser(volume.disk(), DiskUser.Manner.WRITES)) {
            assertThat(store.holder("data")).contains("web");
            assertThat(store.holders(List.of(volume, gone))).containsExactly(Map.entry("data", "web"));
        }
        assertThat(store.holder("data")).isEmpty();
        assertThat(store.holders(List.of(volume))).isEmpty();
        assertThat(store.fileSystem(gone)).isEmpty();
        assertThat(store.usedBytes(List.of(volume, gone))).containsOnlyKeys("data");
        assertThat(use("data", "db", false)).isEqualTo(volume);
    }

    @ParameterizedTest
    @EnumSource(
            value = DiskUser.Manner.class,
            names = {"WRITES", "WRITES_BY_BYTES"})
    void whatIsWrittenToNobodyElseUses(DiskUser.Manner manner) throws Exception {
        StoredVolume used = use("data", "web", false);
        try (DiskUser user = new DiskUser(used.disk(), manner)) {
            assertThat(store.holder("data")).contains("web");
            List<ThrowingCallable> others = List.of(
                    () -> use("data", "db", false),
                    () -> use("data", "db", true),
                    () -> store.remove("data"),
                    () -> store.snapshot("data", "copy"),
                    () -> store.exportTo("data", folder.resolve("file")),
                    () -> store.exportTo("data", new ByteArrayOutputStream()),
                    () -> store.check("data"));
            for (ThrowingCallable other : others) {
                assertThatThrownBy(other)
                        .isInstanceOf(VolumeException.class)
                        .hasMessage("Volume data is in use by instance web: a volume has one writer at a time, or none"
                                + " and many readers\n"
                                + "Stop it: ristretto stop web, or Ctrl-C if it runs in the foreground");
            }
            assertThat(store.holder("data")).contains("web");
            assertThat(store.list()).containsExactly(volume);
            assertThat(store.fileSystem(store.get("data"))).isPresent();
        }
        assertThat(folder.resolve("file")).doesNotExist();
        store.remove("data");
    }

    @ParameterizedTest
    @EnumSource(
            value = DiskUser.Manner.class,
            names = {"READS", "READS_BY_BYTES"})
    void whatIsReadOthersReadToo(DiskUser.Manner manner) throws Exception {
        Disks.change(volume.disk(), files -> Disks.write(files, "/a", "text"));
        StoredVolume used = use("data", "web", true);
        try (DiskUser user = new DiskUser(used.disk(), manner)) {
            assertThat(store.holder("data")).contains("web");
            assertThatThrownBy(() -> use("data", "db", false)).hasMessageContaining("in use by instance web");
            assertThatThrownBy(() -> store.remove("data")).hasMessageContaining("in use by instance web");
            assertThat(store.check("data").faults()).isEmpty();
            assertThat(Disks.read(store.snapshot("data", "copy").disk(), "/a")).isEqualTo("text");
            assertThat(store.holder("data")).contains("web");
            assertThat(use("data", "db", true)).isEqualTo(volume);
            assertThat(store.holder("data")).contains("db");
        }
    }

    @Test
    void whoeverSaysNotWhoItIsIsAnotherProgram() throws Exception {
        try (DiskUser user = new DiskUser(volume.disk(), DiskUser.Manner.WRITES)) {
            assertThat(store.holder("data")).contains("another program");
            assertThatThrownBy(() -> patient(Duration.ZERO).remove("data"))
                    .hasMessage("Volume data is in use by another program: a volume has one writer at a time, or none"
                            + " and many readers\nWait until it has ended");
        }
    }

    @Test
    void whoHasEndedIsNotNamedWhenSomebodyElseHasTheDisk() throws Exception {
        use("data", "web", false);
        store.exportTo("data", folder.resolve("file"));
        try (DiskUser user = new DiskUser(volume.disk(), DiskUser.Manner.WRITES)) {
            assertThat(store.holder("data")).contains("another program");
        }
    }

    @Test
    void aReaderGetsAJournalThatIsReplayed() throws Exception {
        Disks.changeAndCrash(volume.disk(), files -> Disks.write(files, "/a", "text"));
        StoredVolume used = use("data", "web", true);
        Disks.requireClean(used.disk());
        try (DiskUser user = new DiskUser(used.disk(), DiskUser.Manner.READS)) {
            assertThat(store.check("data").faults()).isEmpty();
        }
        assertThat(Disks.read(used.disk(), "/a")).isEqualTo("text");
    }

    @Test
    void aWriterReplaysByItself() throws Exception {
        Disks.changeAndCrash(volume.disk(), files -> Disks.write(files, "/a", "text"));
        byte[] before = Files.readAllBytes(volume.disk());
        StoredVolume used = use("data", "web", false);
        assertThat(used.disk()).hasBinaryContent(before);
    }

    @Test
    void usesOfAMomentHinderNobody() throws Exception {
        List<Callable<?>> uses = List.of(
                () -> store.holder("data"),
                () -> new VolumeStore(folder.resolve("volumes")).holders(List.of(volume)),
                () -> store.check("data"),
                () -> use("data", "web", false),
                () -> use("data", "db", true));
        try (ExecutorService threads = Executors.newFixedThreadPool(uses.size())) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                results.add(threads.submit(uses.get(i % uses.size())));
            }
            for (Future<?> result : results) {
                assertThat(result.get()).isNotNull();
            }
        }
    }

    @Test
    void nobodyTouchesADiskThatAnInstanceIsAboutToLock() throws Exception {
        try (VolumeUse use = store.use("web");
                ExecutorService looking = Executors.newSingleThreadExecutor()) {
            Path disk = use.take("data", false).disk();
            Future<?> looks = looking.submit(() -> {
                for (int i = 0; i < 500; i++) {
                    assertThat(store.holder("data")).contains("web");
                }
            });
            do {
                Optional<DiskLock> own = DiskLock.exclusive(disk);
                assertThat(own).isPresent();
                own.get().close();
            } while (!looks.isDone());
            looks.get();
            for (ThrowingCallable other : List.<ThrowingCallable>of(
                    () -> patient(Duration.ZERO).remove("data"),
                    () -> patient(Duration.ZERO).check("data"),
                    () -> patient(Duration.ZERO).use("db").take("data", true))) {
                assertThatThrownBy(other).hasMessageContaining("in use by instance web");
            }
        }
        store.remove("data");
    }

    @Test
    void whoeverWantsAVolumeWaitsForAStart() throws Exception {
        try (VolumeUse use = store.use("web");
                ExecutorService others = Executors.newSingleThreadExecutor()) {
            StoredVolume unused = use.take("data", false);
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            Future<CheckReport> check = others.submit(() -> {
                thread.complete(Thread.currentThread());
                return patient(Duration.ofHours(1)).check("data");
            });
            awaitPause(thread.get());
            use.close();
            assertThat(check.get().sound()).isTrue();
        }
    }

    @Test
    void aStartWaitsForACommandAndNotForEver() throws Exception {
        Disks.change(volume.disk(), files -> Disks.write(files, "/a", "text"));
        try (ExecutorService others = Executors.newSingleThreadExecutor()) {
            AtomicReference<Future<StoredVolume>> start = new AtomicReference<>();
            VolumeProgress meanwhile = (done, total) -> {
                if (start.get() == null) {
                    assertThatThrownBy(() -> patient(Duration.ZERO).use("web").take("data", false))
                            .hasMessageContaining("in use by another program");
                    CompletableFuture<Thread> thread = new CompletableFuture<>();
                    start.set(others.submit(() -> {
                        thread.complete(Thread.currentThread());
                        try (VolumeUse use = patient(Duration.ofHours(1)).use("web")) {
                            return use.take("data", false);
                        }
                    }));
                    awaitPause(thread.join());
                }
            };
            VolumeStore checking = new VolumeStore(folder.resolve("volumes"), meanwhile);
            assertThat(checking.check("data").sound()).isTrue();
            assertThat(Objects.requireNonNull(start.get()).get()).isEqualTo(volume);
        }
    }

    @Test
    void nobodyWaitsForAnInstance() throws Exception {
        StoredVolume used = use("data", "web", false);
        try (DiskUser user = new DiskUser(used.disk(), DiskUser.Manner.WRITES)) {
            assertThatThrownBy(() -> patient(Duration.ofHours(1)).use("db").take("data", false))
                    .hasMessageContaining("in use by instance web");
        }
    }

    private static void awaitPause(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
