package dev.ristretto.kernel.filesystem.overlay;

import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.bytes;
import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.fails;
import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.text;
import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.TreeProbe;
import dev.ristretto.kernel.filesystem.block.ArrayDevice;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Formatter;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to files of the lower volume when they are changed, and when that fails. */
class CopyUpTest {
    private static final int IMAGES = Integer.getInteger("filesystem.images", 200);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final int LARGE = 3 << 20;
    private static final int SPARSE = 700_000;
    /** So many names that they fill many blocks, which are read from the device again each time. */
    private static final int MANY = 10_000;

    private static final long BLOCK = 8192;

    private final OverlayFixture overlay = new OverlayFixture();

    @BeforeEach
    void fill() throws Exception {
        Directory folder = overlay.tree().root().createDirectory("folder", 0750);
        RegularFile file = folder.createFile("file", 0640);
        write(file, 0, "lower");
        file.setOwner(7, 8, 100);
        file.setAttribute("user.origin", bytes("image"), 100);
        file.setTimes(300, 300, 100);
        folder.setOwner(5, 6, 100);
        folder.setAttribute("user.kind", bytes("folder"), 100);
        byte[] large = new byte[LARGE];
        new Random(1).nextBytes(large);
        assertThat(folder.createFile("large", 0600).write(0, ByteBuffer.wrap(large)))
                .isEqualTo(LARGE);
        RegularFile sparse = folder.createFile("sparse", 0600);
        write(sparse, 300_001, "in between");
        sparse.truncate(SPARSE);
        overlay.lay();
    }

    @Test
    void everythingElseStaysWhenOneThingIsChanged() throws Exception {
        RegularFile file = overlay.file("folder", "file");
        file.setPermissions(0400, 900);
        assertProperties(file, 0400, 300, 300, 900);
        assertThat(overlay.usedAbove()).isZero();
        file.setTimes(500, 600, 901);
        assertProperties(file, 0400, 500, 600, 901);
        write(file, 2, "west");
        assertThat(text(file)).isEqualTo("lowest");
        assertProperties(file, 0400, 500, overlay.now(), overlay.now());
        assertThat(file.created()).isZero();
        assertThat(overlay.usedAbove()).isEqualTo(BLOCK);
        Directory folder = overlay.directory("folder");
        folder.remove("file");
        assertThat(folder.permissions()).isEqualTo(0750);
        assertThat(folder.user()).isEqualTo(5);
        assertThat(folder.group()).isEqualTo(6);
        assertThat(folder.attribute("user.kind")).isEqualTo(bytes("folder"));
        assertThat(folder.modified()).isEqualTo(overlay.now());
        assertThat(overlay.usedAbove()).isZero();
    }

    private static void assertProperties(Inode file, int permissions, long accessed, long modified, long changed)
            throws FileFault {
        assertThat(file.permissions()).isEqualTo(permissions);
        assertThat(file.user()).isEqualTo(7);
        assertThat(file.group()).isEqualTo(8);
        assertThat(file.attributes()).containsExactly("user.origin");
        assertThat(file.attribute("user.origin")).isEqualTo(bytes("image"));
        assertThat(file.accessed()).isEqualTo(accessed);
        assertThat(file.modified()).isEqualTo(modified);
        assertThat(file.changed()).isEqualTo(changed);
    }

    @Test
    void attributesChangeOneByOne() throws Exception {
        RegularFile file = overlay.file("folder", "file");
        fails(Reason.NO_DATA, () -> file.setAttribute("user.none", null, 900));
        assertThat(file.changed()).isEqualTo(300);
        file.setAttribute("user.other", bytes("new"), 900);
        assertThat(file.attributes()).containsExactly("user.origin", "user.other");
        file.setAttribute("user.origin", null, 901);
        assertThat(file.attributes()).containsExactly("user.other");
        file.setOwner(1, 2, 902);
        assertThat(file.user()).isOne();
        assertThat(file.group()).isEqualTo(2);
        assertThat(file.changed()).isEqualTo(902);
    }

    @Test
    void whoHasAFileOpenSeesWhatIsWritten() throws Exception {
        RegularFile reader = overlay.file("folder", "file");
        reader.open();
        RegularFile writer = overlay.file("folder", "file");
        writer.open();
        assertThat(text(reader)).isEqualTo("lower");
        write(writer, 0, "UPPER");
        assertThat(text(reader)).isEqualTo("UPPER");
        assertThat(writer.append(ByteBuffer.wrap(bytes("!")))).isEqualTo(6);
        assertThat(reader.size()).isEqualTo(6);
        overlay.directory("folder").remove("file");
        assertThat(reader.links()).isZero();
        assertThat(reader.changed()).isEqualTo(overlay.now());
        write(writer, 0, "LOWER");
        writer.close();
        assertThat(text(reader)).isEqualTo("LOWER!");
        assertThat(overlay.usedAbove()).isEqualTo(BLOCK);
        reader.close();
        assertThat(overlay.usedAbove()).isZero();
        fails(Reason.NOT_FOUND, () -> write(writer, 0, "gone"));
        assertThat(overlay.usedAbove()).isZero();
    }

    @Test
    void aFileThatLostItsNameCanStillBeCopiedUp() throws Exception {
        RegularFile file = overlay.file("folder", "file");
        file.open();
        overlay.directory("folder").remove("file");
        assertThat(file.changed()).isEqualTo(overlay.now());
        assertThat(text(file)).isEqualTo("lower");
        write(file, 0, "L");
        assertThat(text(file)).isEqualTo("Lower");
        file.close();
        assertThat(overlay.usedAbove()).isZero();
    }

    @Test
    void holesStayHoles() throws Exception {
        RegularFile sparse = overlay.file("folder", "sparse");
        write(sparse, SPARSE, "end");
        assertThat(overlay.usedAbove()).isEqualTo(2 * BLOCK);
        assertThat(sparse.size()).isEqualTo(SPARSE + 3);
        assertThat(text(sparse)).isEqualTo("\0".repeat(300_001) + "in between" + "\0".repeat(SPARSE - 300_011) + "end");
    }

    @Test
    void onlyWhatIsKeptIsCopied() throws Exception {
        RegularFile large = overlay.file("folder", "large");
        byte[] before = new byte[100_000];
        assertThat(large.read(0, ByteBuffer.wrap(before))).isEqualTo(before.length);
        fails(Reason.INVALID, () -> large.truncate(-1));
        large.truncate(before.length);
        assertThat(overlay.usedAbove()).isEqualTo((before.length + BLOCK - 1) / BLOCK * BLOCK);
        byte[] after = new byte[before.length];
        assertThat(large.size()).isEqualTo(before.length);
        assertThat(large.read(0, ByteBuffer.wrap(after))).isEqualTo(before.length);
        assertThat(after).isEqualTo(before);
        large.truncate(200_000);
        assertThat(large.read(100_000, ByteBuffer.wrap(after))).isEqualTo(100_000);
        assertThat(after).containsOnly(0);
        large.truncate(0);
        assertThat(overlay.usedAbove()).isZero();
    }

    @Test
    void whatDoesNotFitIsLeftAsItWas() throws Exception {
        RegularFile large = overlay.file("folder", "large");
        byte[] before = content(large);
        long modified = large.modified();
        long changed = large.changed();
        fails(Reason.NO_SPACE, () -> write(large, 0, "x"));
        fails(Reason.NO_SPACE, () -> large.append(ByteBuffer.wrap(bytes("x"))));
        fails(Reason.NO_SPACE, () -> large.truncate(OverlayFixture.CAPACITY + 1));
        assertThat(overlay.usedAbove()).isZero();
        assertThat(content(large)).isEqualTo(before);
        assertThat(large.modified()).isEqualTo(modified);
        assertThat(large.changed()).isEqualTo(changed);
        large.setPermissions(0, 900);
        fails(Reason.NO_SPACE, () -> write(large, 0, "x"));
        assertThat(large.modified()).isEqualTo(modified);
        assertThat(large.changed()).isEqualTo(900);
        fails(Reason.TOO_LARGE, () -> overlay.file("folder", "file").truncate(Long.MAX_VALUE));
        assertThat(text(overlay.file("folder", "file"))).isEqualTo("lower");
    }

    @Test
    void faultsOfTheDeviceReachTheCaller() throws Exception {
        Directory many = overlay.tree().root().createDirectory("many", 0700);
        for (int i = 0; i < MANY; i++) {
            Inode unused = many.createFile("some name " + i, 0600);
        }
        overlay.lay();
        RegularFile large = overlay.file("folder", "large");
        Directory laid = overlay.directory("many");
        overlay.image().failAfter(5);
        fails(Reason.IO, () -> large.truncate(900_000));
        fails(Reason.IO, () -> large.read(0, ByteBuffer.allocate(8192)));
        fails(Reason.IO, () -> laid.find("some name 900"));
        fails(Reason.IO, laid::names);
        fails(Reason.IO, () -> laid.remove("some name 900"));
        fails(Reason.IO, () -> laid.rename("some name 900", overlay.root(), "moved", true));
        overlay.image().heal();
        assertThat(overlay.usedAbove()).isZero();
        assertThat(large.size()).isEqualTo(LARGE);
        assertThat(laid.names()).hasSize(MANY).contains("some name 900");
        large.truncate(900_000);
        assertThat(large.size()).isEqualTo(900_000);
    }

    /** Something that is done to a directory "many". */
    @FunctionalInterface
    private interface Change {
        void apply(Directory many) throws FileFault;
    }

    /** The device fails at the first read, then at the second and so on, until what is done succeeds. */
    @Test
    void namesChangeWhollyOrNotAtAllWhicheverReadFails() throws Exception {
        Directory many = overlay.tree().root().createDirectory("many", 0700);
        many.setAttribute("user.kind", bytes("large"), 1);
        for (int i = 0; i < MANY; i++) {
            RegularFile file = many.createFile("some name " + i, 0600);
            file.setAttribute("user.number", bytes("number " + i), 1);
        }
        assertWhole(directory -> directory.remove("some name 900"));
        assertWhole(directory -> directory.rename("some name 900", overlay.root(), "some name 900", true));
        assertWhole(directory -> directory.rename("some name 900", directory, "some name 7000", true));
        assertWhole(directory -> directory.rename("some name 900", overlay.directory("folder"), "file", true));
        assertWhole(directory -> directory.link("another", overlay.inode("folder", "file")));
        assertWhole(directory -> directory.createDirectory("another", 0700).setPermissions(0, 0));
    }

    private void assertWhole(Change change) throws FileFault {
        int faults = 0;
        for (boolean done = false; !done; ) {
            overlay.lay();
            Directory many = overlay.directory("many");
            List<String> before = many.names();
            long modified = many.modified();
            // So much else that nothing of what is to be read is in the cache; not the last names, which are beside
            // the attributes of their directory.
            for (int i = 1000; i < 4000; i += 20) {
                assertThat(many.find("some name " + i)).isNotNull();
            }
            overlay.image().failAfter(faults);
            try {
                change.apply(many);
                done = true;
            } catch (FileFault e) {
                assertThat(e.reason()).isEqualTo(Reason.IO);
                faults++;
            }
            overlay.image().heal();
            if (done) {
                assertThat(many.names()).isNotEqualTo(before);
            } else {
                assertThat(many.names()).isEqualTo(before);
                assertThat(many.modified()).isEqualTo(modified);
                assertThat(text(overlay.file("folder", "file"))).isEqualTo("lower");
            }
        }
        assertThat(faults).isGreaterThan(1);
    }

    /** Attributes that the upper format does not know keep a file from being copied up. */
    @Test
    void aCopyThatFailsTakesNoInode() throws Exception {
        MemoryVolume lower = new MemoryVolume(1 << 20, () -> 0);
        RegularFile strange = lower.root().createFile("strange", 0600);
        strange.setAttribute("strange.name", bytes("value"), 1);
        Ext4Volume upper = ext4();
        OverlayVolume volume = new OverlayVolume(lower, upper);
        long free = upper.status().freeFiles();
        Inode file = Objects.requireNonNull(volume.root().find("strange"));
        fails(Reason.UNSUPPORTED, () -> file.setPermissions(0, 5));
        assertThat(file.permissions()).isEqualTo(0600);
        assertThat(upper.status().freeFiles()).isEqualTo(free);
    }

    /** Ten thousand names and three megabytes: looking at one file and changing it takes a few reads of blocks. */
    @Test
    void nothingIsReadBeforeItIsAskedFor() throws Exception {
        MemoryVolume tree = overlay.tree();
        for (int i = 0; i < MANY; i++) {
            Inode unused = tree.root().createFile("some name " + i, 0600);
        }
        overlay.lay();
        assertThat(overlay.image().reads()).isLessThan(10);
        RegularFile large = overlay.file("folder", "large");
        large.setPermissions(0400, 5);
        overlay.directory("folder").rename("large", overlay.root(), "large", true);
        overlay.root().rename("folder", overlay.root(), "moved", true);
        overlay.root().remove("some name 5000");
        assertThat(overlay.image().reads()).isLessThan(60);
    }

    @Test
    void damagedImagesFailAsFilesDo() throws Exception {
        MemoryVolume tree = new MemoryVolume(1L << 30, () -> 0);
        TreeProbe.populate(tree);
        byte[] whole = new byte[(int) ErofsLower.image(tree).size()];
        ErofsLower.image(tree).read(0, ByteBuffer.wrap(whole));
        for (int i = 0; i < IMAGES; i++) {
            Random random = new Random(SEED + i);
            byte[] image = whole.clone();
            for (int times = 1 + random.nextInt(20); times > 0; times--) {
                image[4096 + random.nextInt(image.length - 4096)] = (byte) random.nextInt();
            }
            try {
                OverlayVolume volume = new OverlayVolume(
                        ErofsLower.mount(new ArrayDevice(image).limit(500_000)), new MemoryVolume(1 << 20, () -> 0));
                TreeProbe.change(volume, random, 300);
                TreeProbe.walk(volume, 3000);
            } catch (FileFault e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
        }
    }

    @Test
    void closingEndsBothVolumes() throws Exception {
        Ext4Volume lower = ext4();
        Ext4Volume upper = ext4();
        OverlayVolume volume = new OverlayVolume(lower, upper);
        Inode unused = volume.root().createFile("file", 0600);
        volume.close();
        fails(Reason.IO, () -> lower.root().names());
        fails(Reason.IO, () -> upper.root().names());
    }

    private static Ext4Volume ext4() throws Exception {
        MemoryBlockDevice device = new MemoryBlockDevice(8 << 20);
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], 0);
        return Ext4Volume.mount(device, () -> 0, false, 1 << 20);
    }

    private static byte[] content(RegularFile file) throws FileFault {
        byte[] content = new byte[(int) file.size()];
        int count = file.read(0, ByteBuffer.wrap(content));
        return Arrays.copyOf(content, count);
    }
}
