package dev.ristretto.run.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.run.host.AllocatedSize;
import dev.ristretto.run.host.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots, exports and imports. */
@Timeout(120)
class VolumeTransferTest {

    private static final long SIZE = 32L << 20;

    @TempDir
    Path folder;

    private VolumeStore store;
    private StoredVolume volume;

    @BeforeEach
    void create() throws Exception {
        store = new VolumeStore(folder.resolve("volumes"));
        volume = store.create("data", SIZE);
        Disks.change(volume.disk(), files -> {
            Disks.write(files, "/a", "first");
            files.createDirectory("/d", 0755);
            Disks.write(files, "/d/b", "x".repeat(300_000));
        });
    }

    @Test
    void aSnapshotStaysAsItWas() throws Exception {
        StoredVolume copy = store.snapshot("data", "data-monday");
        assertThat(copy.size()).isEqualTo(SIZE);
        assertThat(Files.mismatch(copy.disk(), volume.disk())).isEqualTo(-1);
        assertThat(store.usedBytes(List.of(copy)).get("data-monday")).isLessThan(3 << 20);
        Disks.change(volume.disk(), files -> Disks.write(files, "/a", "later"));
        assertThat(Disks.read(copy.disk(), "/a")).isEqualTo("first");
        Disks.requireClean(copy.disk());
        assertThat(store.list()).map(StoredVolume::name).containsExactly("data", "data-monday");
    }

    @Test
    void whatAKilledInstanceLeftInTheJournalIsInCopiesToo() throws Exception {
        Disks.changeAndCrash(volume.disk(), files -> Disks.write(files, "/last", "words"));
        StoredVolume copy = store.snapshot("data", "copy");
        store.exportTo("data", folder.resolve("image"));
        Disks.requireClean(copy.disk());
        Disks.requireClean(folder.resolve("image"));
        assertThat(Disks.read(copy.disk(), "/last")).isEqualTo("words");
    }

    @Test
    void anExportIsARawImageWithHolesThatCanBeImportedAgain() throws Exception {
        Path image = folder.resolve("image");
        store.exportTo("data", image);
        assertThat(Files.mismatch(image, volume.disk())).isEqualTo(-1);
        assertThat(AllocatedSize.of(List.of(image)).get(image)).isLessThan(3 << 20);
        Disks.requireClean(image);
        StoredVolume back = store.importFrom("back", image);
        assertThat(back.size()).isEqualTo(SIZE);
        assertThat(Disks.read(back.disk(), "/a")).isEqualTo("first");
        assertThat(store.usedBytes(List.of(back)).get("back")).isLessThan(3 << 20);
        Disks.requireClean(back.disk());
        assertThat(store.check("back").faults()).isEmpty();
    }

    @Test
    void streamsDoTheSame() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        store.exportTo("data", stream);
        assertThat(volume.disk()).hasBinaryContent(stream.toByteArray());
        StoredVolume back = store.importFrom("back", new ByteArrayInputStream(stream.toByteArray()));
        assertThat(Disks.read(back.disk(), "/a")).isEqualTo("first");
    }

    @Test
    void anExportOverwritesNothing() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "precious");
        assertThatThrownBy(() -> store.exportTo("data", taken))
                .hasMessage("There is a file " + taken + " already\nRemove it or name another one");
        assertThat(taken).hasContent("precious");
        assertThatThrownBy(() -> store.exportTo("data", folder.resolve("none/file")))
                .hasMessage("There is no folder " + folder.resolve("none") + " to export to");
    }

    @Test
    void whatAKilledExportLeftTheNextOneDeletes() throws Exception {
        Path leftover = Files.writeString(folder.resolve(".image.0123456789abcdef.unfinished"), "x");
        Path other = Files.writeString(folder.resolve(".images.0123456789abcdef.unfinished"), "x");
        store.exportTo("data", folder.resolve("image"));
        assertThat(leftover).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void whatIsNoImageLeavesNothing() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path noise = folder.resolve("noise");
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        Files.write(noise, bytes);
        Path cut = folder.resolve("cut");
        store.exportTo("data", cut);
        try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
            channel.truncate(SIZE / 2);
        }
        for (Path file : List.of(text, noise, cut, Path.of("/dev/null"))) {
            assertThatThrownBy(() -> store.importFrom("new", file))
                    .isInstanceOf(VolumeException.class)
                    .hasMessageStartingWith(file + " cannot be a volume: superblock: ")
                    .hasMessageEndingWith(
                            "\nA volume is a raw ext4 image, such as mkfs.ext4 makes and e2fsck finds clean");
        }
        assertThatThrownBy(() -> store.importFrom("new", InputStream.nullInputStream()))
                .hasMessageStartingWith("What has come cannot be a volume: ");
        assertThatThrownBy(() -> store.importFrom("new", folder.resolve("missing")))
                .hasMessage("Volume new cannot be made from " + folder.resolve("missing") + ": "
                        + folder.resolve("missing") + " is missing");
        assertThat(store.list()).containsExactly(volume);
        assertNothingIsLeft();
    }

    @Test
    void aFailureOnTheWayLeavesNothing() throws Exception {
        InputStream broken = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("No space left on device");
                }
                left--;
                return 1;
            }
        };
        assertThatThrownBy(() -> store.importFrom("new", broken))
                .hasMessageStartingWith("Volume new cannot be made: this computer's disk is full\n");
        assertThat(store.list()).containsExactly(volume);
        assertNothingIsLeft();
    }

    @Test
    void imagesOfMkfsAreTakenOnceTheyAreReplayed() throws Exception {
        Disks.requireChecker();
        Path image = folder.resolve("image");
        for (String blocks : List.of("1024", "4096")) {
            Files.deleteIfExists(image);
            Command.Result made = Command.run(
                    List.of("/usr/sbin/mkfs.ext4", "-q", "-F", "-b", blocks, image.toString(), "16383k"),
                    Duration.ofMinutes(1));
            assertThat(made.status()).as(made.output()).isZero();
            Disks.changeAndCrash(image, files -> Disks.write(files, "/a", blocks));
            StoredVolume taken = store.importFrom("of" + blocks, image);
            assertThat(taken.size() % 4096).isZero();
            Disks.requireClean(taken.disk());
            assertThat(store.check(taken.name()).faults()).isEmpty();
            assertThat(Disks.read(taken.disk(), "/a")).isEqualTo(blocks);
        }
    }

    @Test
    void holesAndDataOfAnyLengthAreCopiedAsTheyAre() throws Exception {
        byte[] bytes = new byte[(3 << 20) + 12_345];
        Random random = new Random(7);
        for (int at = 0; at < bytes.length; at += 1 + random.nextInt(200_000)) {
            bytes[at] = (byte) random.nextInt();
        }
        Path source = Files.write(folder.resolve("source"), bytes);
        Path target = folder.resolve("target");
        List<Long> told = new ArrayList<>();
        try (FileChannel from = FileChannel.open(source);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            SparseCopy.toFile(from, to, (done, total) -> told.add(done));
        }
        assertThat(target).hasBinaryContent(bytes);
        assertThat(told).containsExactly(1L << 20, 2L << 20, 3L << 20, (long) bytes.length);
        assertThat(SparseCopy.isZero(ByteBuffer.allocate(SparseCopy.PIECE))).isTrue();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("volumes/.staging"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("lock");
        }
    }
}
