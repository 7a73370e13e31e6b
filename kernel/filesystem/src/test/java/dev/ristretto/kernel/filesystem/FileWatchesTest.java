package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.block.FailingReads;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import dev.ristretto.kernel.filesystem.erofs.ErofsVolume;
import dev.ristretto.kernel.filesystem.erofs.ErofsWriter;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.filesystem.overlay.OverlayVolume;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of files that were changed, which are found by reading directories. */
class FileWatchesTest {
    /** More than one block of names, so that the device is read whenever they are. */
    private static final int NAMES = 1_000;

    private final List<String> told = new ArrayList<>();
    private FailingReads device;
    private FileSystem files;

    @BeforeEach
    void lay() throws Exception {
        MemoryVolume tree = new MemoryVolume(1 << 20, () -> 0);
        Directory large = tree.root().createDirectory("large", 0700);
        for (int i = 0; i < NAMES; i++) {
            RegularFile unused = large.createFile("some name " + i, 0600);
        }
        Directory other = tree.root().createDirectory("other", 0700);
        other.link("again", large.createFile("linked", 0600));
        ErofsWriter writer = new ErofsWriter(tree.root(), new byte[16], 0);
        device = new FailingReads(new MemoryBlockDevice(writer.size()));
        writer.write(device);
        files = new FileSystem(
                new OverlayVolume(ErofsVolume.mount(device, () -> 0, 1), new MemoryVolume(1 << 20, () -> 0)));
    }

    private FileWatches watches() {
        return files.mounts().getFirst().watches();
    }

    private DirectoryWatcher watch(String path) throws FileFault {
        DirectoryWatcher watcher = new DirectoryWatcher() {
            @Override
            public void changed(FileChange change, String name, Inode file, int move) {
                told.add(path + " " + change + " " + name);
            }

            @Override
            public void gone() {
                told.add(path + " gone");
            }
        };
        watches().add((Directory) files.find(path, true), watcher);
        return watcher;
    }

    @Test
    void allDirectoriesThatNameAFileAreTold() throws Exception {
        watch("/large");
        watch("/other");
        files.locate("/large/linked", true).changed(FileChange.MODIFIED);
        assertThat(told).containsExactlyInAnyOrder("/large MODIFIED linked", "/other MODIFIED again");
    }

    @Test
    void aNameIsLookedForOnceUntilNamesChange() throws Exception {
        watch("/large");
        Location named = files.locate("/large/some name 900", true);
        Location elsewhere = files.locate("/other", true);
        named.changed(FileChange.MODIFIED);
        elsewhere.changed(FileChange.ATTRIBUTES);
        long reads = device.reads();
        named.changed(FileChange.ATTRIBUTES);
        elsewhere.changed(FileChange.ATTRIBUTES);
        assertThat(device.reads()).isEqualTo(reads);
        files.rename("/large/some name 900", "/large/new");
        files.rename("/other", "/large/other");
        told.clear();
        named.changed(FileChange.MODIFIED);
        elsewhere.changed(FileChange.ATTRIBUTES);
        assertThat(told).containsExactly("/large MODIFIED new", "/large ATTRIBUTES other");
    }

    @Test
    void nothingIsLookedForWhereNobodyWatches() throws Exception {
        DirectoryWatcher watcher = watch("/large");
        watches().remove((Directory) files.find("/large", true), watcher);
        Location file = files.locate("/large/some name 900", true);
        device.failAfter(0);
        long reads = device.reads();
        file.changed(FileChange.MODIFIED);
        assertThat(device.reads()).isEqualTo(reads);
        assertThat(told).isEmpty();
    }

    @Test
    void theEndOfAWatchLeavesTheOthers() throws Exception {
        DirectoryWatcher watcher = watch("/large");
        watch("/other");
        watches().remove((Directory) files.find("/large", true), watcher);
        files.createDirectory("/large/new", 0700);
        files.createDirectory("/other/new", 0700);
        assertThat(told).containsExactly("/other CREATED new");
    }

    @Test
    void aDirectoryThatIsGoneIsForgotten() throws Exception {
        watch("/other");
        watches().gone((Directory) files.find("/other", true));
        files.createDirectory("/other/new", 0700);
        assertThat(told).containsExactly("/other gone");
    }

    @Test
    void aNameThatCannotBeReadIsLookedForAgain() throws Exception {
        watch("/large");
        Location file = files.locate("/large/some name 900", true);
        device.failAfter(0);
        file.changed(FileChange.MODIFIED);
        assertThat(told).isEmpty();
        device.heal();
        file.changed(FileChange.MODIFIED);
        assertThat(told).containsExactly("/large MODIFIED some name 900");
    }
}
