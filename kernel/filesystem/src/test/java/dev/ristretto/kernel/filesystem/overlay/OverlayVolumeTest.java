package dev.ristretto.kernel.filesystem.overlay;

import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.bytes;
import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.fails;
import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.text;
import static dev.ristretto.kernel.filesystem.overlay.OverlayFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.VolumeStatus;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of names. */
class OverlayVolumeTest {
    private final OverlayFixture overlay = new OverlayFixture();

    @BeforeEach
    void fill() throws Exception {
        Directory root = overlay.tree().root();
        Directory lib = root.createDirectory("lib", 0750);
        Directory deep = lib.createDirectory("deep", 0700);
        write(deep.createFile("file", 0600), 0, "deep");
        RegularFile a = lib.createFile("a", 0644);
        write(a, 0, "lower");
        root.link("hard", a);
        SymbolicLink unused = root.createSymbolicLink("soft", "lib/a");
        SpecialFile unusedToo = root.createSpecial("disk", FileKind.BLOCK_DEVICE, 0x801, 0660);
        overlay.lay();
    }

    @Test
    void namesOfBothAreThere() throws Exception {
        Directory lib = overlay.directory("lib");
        write(lib.createFile("b", 0644), 0, "upper");
        assertThat(lib.names()).containsExactly("a", "deep", "b");
        assertThat(text(overlay.file("lib", "a"))).isEqualTo("lower");
        assertThat(text(overlay.file("lib", "b"))).isEqualTo("upper");
        assertThat(((SymbolicLink) overlay.inode("soft")).target()).isEqualTo("lib/a");
        assertThat(overlay.inode("disk").kind()).isEqualTo(FileKind.BLOCK_DEVICE);
        assertThat(((SpecialFile) overlay.inode("disk")).device()).isEqualTo(0x801);
        assertThat(lib.find("none")).isNull();
    }

    @Test
    void aFileIsOneObjectWithOneNumber() throws Exception {
        RegularFile file = overlay.file("lib", "a");
        long number = file.number();
        file.setPermissions(0600, 5);
        write(file, 0, "UP");
        overlay.root().rename("hard", overlay.root(), "other", true);
        assertThat(overlay.file("lib", "a")).isSameAs(file).isSameAs(overlay.inode("other"));
        assertThat(file.number()).isEqualTo(number);
    }

    @Test
    void numbersOfNewFilesAreTheirOwn() throws Exception {
        long one = overlay.root().createFile("one", 0600).number();
        long two = overlay.root().createDirectory("two", 0600).number();
        long[] numbers = {
            one, two, overlay.file("lib", "a").number(), overlay.root().number()
        };
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(one % 2).isOne();
        assertThat(overlay.root().number() % 2).isZero();
    }

    @Test
    void whatWasRemovedStaysAway() throws Exception {
        Directory lib = overlay.directory("lib");
        lib.remove("a");
        assertThat(lib.find("a")).isNull();
        assertThat(lib.names()).containsExactly("deep");
        fails(Reason.NOT_FOUND, () -> lib.remove("a"));
        write(lib.createFile("a", 0640), 0, "new");
        assertThat(lib.names()).containsExactly("deep", "a");
        assertThat(text(overlay.file("lib", "a"))).isEqualTo("new");
        fails(Reason.EXISTS, () -> lib.createFile("a", 0640));
        lib.remove("a");
        assertThat(lib.find("a")).isNull();
    }

    @Test
    void aDirectoryInPlaceOfARemovedOneIsOpaque() throws Exception {
        Directory lib = overlay.directory("lib");
        fails(Reason.NOT_EMPTY, () -> lib.removeDirectory("deep"));
        overlay.directory("lib", "deep").remove("file");
        lib.removeDirectory("deep");
        Directory again = lib.createDirectory("deep", 0711);
        assertThat(again.names()).isEmpty();
        assertThat(again.find("file")).isNull();
        assertThat(again.permissions()).isEqualTo(0711);
        assertThat(again.parent()).isSameAs(lib);
    }

    @Test
    void kindsMustFit() throws Exception {
        Directory root = overlay.root();
        fails(Reason.IS_A_DIRECTORY, () -> root.remove("lib"));
        fails(Reason.NOT_A_DIRECTORY, () -> root.removeDirectory("hard"));
        fails(Reason.NOT_FOUND, () -> root.removeDirectory("none"));
        fails(Reason.NOT_PERMITTED, () -> root.link("again", overlay.directory("lib")));
        Inode foreign = new MemoryVolume(100, () -> 0).root().createFile("foreign", 0);
        fails(Reason.NOT_PERMITTED, () -> root.link("foreign", foreign));
        fails(Reason.UNSUPPORTED, () -> root.rename("hard", overlay.tree().root(), "hard", true));
    }

    @Test
    void namesHaveTheirBounds() {
        Directory root = overlay.root();
        String longest = "n".repeat(256);
        fails(Reason.NAME_TOO_LONG, () -> root.createFile(longest, 0600));
        fails(Reason.NAME_TOO_LONG, () -> root.rename("hard", root, longest, true));
        fails(Reason.NAME_TOO_LONG, () -> root.link(longest, overlay.inode("hard")));
        fails(Reason.NAME_TOO_LONG, () -> root.find(longest));
        fails(Reason.INVALID, () -> root.createDirectory("..", 0700));
        fails(Reason.INVALID, () -> root.createSymbolicLink("a/b", "c"));
        fails(Reason.INVALID, () -> root.remove("."));
    }

    @Test
    void aRenamedFileKeepsItsContentsBelow() throws Exception {
        RegularFile file = overlay.file("lib", "a");
        overlay.directory("lib").rename("a", overlay.root(), "moved", true);
        assertThat(overlay.inode("moved")).isSameAs(file);
        assertThat(overlay.directory("lib").find("a")).isNull();
        assertThat(overlay.usedAbove()).isZero();
        assertThat(file.changed()).isEqualTo(overlay.now());
        assertThat(overlay.root().modified()).isEqualTo(overlay.now());
        assertThat(overlay.directory("lib").modified()).isEqualTo(overlay.now());
        overlay.root().rename("moved", overlay.directory("lib"), "a", false);
        assertThat(overlay.directory("lib").names()).containsExactly("deep", "a");
    }

    @Test
    void aRenamedDirectoryTakesWithItWhatIsBelow() throws Exception {
        Directory deep = overlay.directory("lib", "deep");
        overlay.directory("lib").rename("deep", overlay.root(), "moved", true);
        assertThat(overlay.inode("moved")).isSameAs(deep);
        assertThat(deep.parent()).isSameAs(overlay.root());
        assertThat(overlay.root().nameOf(deep)).isEqualTo("moved");
        assertThat(text(overlay.file("moved", "file"))).isEqualTo("deep");
        fails(Reason.INVALID, () -> overlay.root().rename("moved", deep, "inside", true));
        overlay.root().rename("lib", deep, "lib", true);
        assertThat(overlay.directory("moved", "lib").parent()).isSameAs(deep);
        assertThat(text(overlay.file("moved", "lib", "a"))).isEqualTo("lower");
        assertThat(overlay.usedAbove()).isZero();
    }

    @Test
    void aRenameReplaces() throws Exception {
        Directory root = overlay.root();
        Directory lib = overlay.directory("lib");
        write(root.createFile("new", 0600), 0, "new");
        fails(Reason.EXISTS, () -> root.rename("new", lib, "a", false));
        fails(Reason.IS_A_DIRECTORY, () -> root.rename("new", lib, "deep", true));
        root.rename("new", lib, "a", true);
        assertThat(text(overlay.file("lib", "a"))).isEqualTo("new");
        assertThat(lib.names()).containsExactly("deep", "a");
        assertThat(overlay.inode("hard").links()).isOne();
        Directory empty = root.createDirectory("empty", 0700);
        fails(Reason.NOT_EMPTY, () -> root.rename("empty", lib, "deep", true));
        fails(Reason.NOT_A_DIRECTORY, () -> root.rename("empty", lib, "a", true));
        overlay.directory("lib", "deep").remove("file");
        root.rename("empty", lib, "deep", true);
        assertThat(overlay.directory("lib", "deep")).isSameAs(empty);
    }

    @Test
    void namesOfOneFileStayAsTheyAre() throws Exception {
        overlay.root().rename("hard", overlay.directory("lib"), "a", true);
        assertThat(overlay.inode("hard")).isSameAs(overlay.file("lib", "a"));
        assertThat(overlay.inode("hard").links()).isEqualTo(2);
    }

    @Test
    void hardLinksOfALowerFileStayOneFile() throws Exception {
        RegularFile file = overlay.file("lib", "a");
        assertThat(file.links()).isEqualTo(2);
        write((RegularFile) overlay.inode("hard"), 5, " and upper");
        assertThat(text(file)).isEqualTo("lower and upper");
        overlay.root().link("third", file);
        assertThat(file.links()).isEqualTo(3);
        overlay.root().remove("hard");
        overlay.directory("lib").remove("a");
        assertThat(file.links()).isOne();
        assertThat(text((RegularFile) overlay.inode("third"))).isEqualTo("lower and upper");
        assertThat(overlay.root().nameOf(file)).isEqualTo("third");
        overlay.root().remove("third");
        fails(Reason.NOT_FOUND, () -> overlay.root().link("fourth", file));
        fails(Reason.NOT_FOUND, () -> overlay.root().nameOf(file));
        assertThat(overlay.usedAbove()).isZero();
    }

    @Test
    void aFileIsFoundByTheNameThatIsLeft() throws Exception {
        overlay.tree().root().link("one", overlay.tree().root().createFile("other", 0600));
        overlay.lay();
        Directory root = overlay.root();
        Inode file = overlay.inode("other");
        assertThat(root.nameOf(file)).isEqualTo("one");
        root.remove("one");
        assertThat(root.nameOf(file)).isEqualTo("other");
        root.rename("other", root, "renamed", true);
        assertThat(root.nameOf(file)).isEqualTo("renamed");
        fails(Reason.NOT_FOUND, () -> overlay.directory("lib").nameOf(file));
    }

    @Test
    void aRemovedDirectoryStaysEmptyAndInItsPlace() throws Exception {
        Directory lib = overlay.directory("lib");
        Directory deep = overlay.directory("lib", "deep");
        deep.open();
        deep.remove("file");
        lib.removeDirectory("deep");
        assertThat(deep.names()).isEmpty();
        assertThat(deep.links()).isZero();
        fails(Reason.NOT_FOUND, () -> deep.createFile("file", 0600));
        fails(Reason.NOT_FOUND, () -> overlay.root().rename("hard", deep, "hard", true));
        fails(Reason.NOT_FOUND, () -> lib.nameOf(deep));
        deep.close();
        fails(Reason.NOT_FOUND, () -> deep.setPermissions(0, 0));
        lib.remove("a");
        overlay.root().removeDirectory("lib");
        assertThat(deep.parent()).isSameAs(lib);
    }

    @Test
    void theUpperVolumeHasNoNames() throws Exception {
        overlay.root().createFile("new", 0600).setAttribute("user.x", bytes("y"), 1);
        Directory unused = overlay.root().createDirectory("folder", 0600);
        overlay.inode("soft").setOwner(1, 2, 3);
        overlay.inode("disk").setPermissions(0, 3);
        assertThat(overlay.upper().root().names()).isEmpty();
        assertThat(overlay.inode("soft").user()).isOne();
        assertThat(((SymbolicLink) overlay.inode("soft")).target()).isEqualTo("lib/a");
        assertThat(((SpecialFile) overlay.inode("disk")).device()).isEqualTo(0x801);
    }

    /** More files than are kept because they were used last, so that only being changed keeps them. */
    @Test
    void whatWasChangedStaysThoughNobodyHoldsIt() throws Exception {
        int count = 600;
        Directory many = overlay.tree().root().createDirectory("many", 0700);
        for (int i = 0; i < count; i++) {
            Directory unused = many.createDirectory("d" + i, 0700);
        }
        overlay.lay();
        Directory laid = overlay.directory("many");
        for (int i = 0; i < count; i++) {
            RegularFile unused = overlay.directory("many", "d" + i).createFile("new", 0600);
        }
        System.gc();
        for (int i = 0; i < count; i++) {
            assertThat(((Directory) Objects.requireNonNull(laid.find("d" + i))).names())
                    .containsExactly("new");
        }
    }

    @Test
    void tellsWhatItIs() throws Exception {
        VolumeStatus status = overlay.volume().status();
        VolumeStatus above = overlay.upper().status();
        assertThat(status).isEqualTo(new VolumeStatus("overlay", 4096, above.blocks(), above.free(), 0, 0, 255));
        write(overlay.file("lib", "a"), 0, "x");
        assertThat(overlay.volume().status().free()).isLessThan(status.free());
        assertThat(overlay.volume().readOnly()).isFalse();
        assertThat(overlay.volume().now()).isEqualTo(overlay.now());
    }
}
