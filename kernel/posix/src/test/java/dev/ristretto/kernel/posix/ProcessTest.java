package dev.ristretto.kernel.posix;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import org.junit.jupiter.api.Test;

class ProcessTest {

    private static final int ALL = 0777;
    private static final int ALL_MAY_READ_AND_WRITE = 0666;

    private final FileSystem root = new FileSystem(new MemoryVolume(1 << 20, () -> 1_000));
    private final Process process = new Process(() -> root, Credentials.ROOT);
    private final ProcessFiles files = process.files();

    @Test
    void whatIsMadeGetsThePermissionsThatTheUmaskLeaves() throws Exception {
        files.makeDirectory("/d", ALL);
        files.create("/d/f", ALL_MAY_READ_AND_WRITE);
        assertThat(files.status("/d", true).mode()).isEqualTo(FileStatus.DIRECTORY | 0755);
        assertThat(files.status("/d/f", true).mode()).isEqualTo(FileStatus.REGULAR | 0644);
        process.setUmask(0177077);
        files.create("/d/g", ALL_MAY_READ_AND_WRITE);
        assertThat(files.status("/d/g", true).permissions()).isEqualTo(0600);
        assertThat(process.umask()).isEqualTo(077);
    }

    @Test
    void relativePathsBeginInTheWorkingDirectory() throws Exception {
        files.makeDirectory("/d", ALL);
        process.changeDirectory("d/../d");
        assertThat(process.workingDirectory()).isEqualTo("/d");
        process.descriptors().close(files.open("f", FileOpening.CREATE | FileOpening.WRITE_ONLY, ALL));
        assertThat(files.realPath("f")).isEqualTo("/d/f");
        assertThat(files.names(".")).toIterable().containsExactly("f");
        assertErrno(Errno.ENOTDIR, () -> process.changeDirectory("f"));
        assertErrno(Errno.ENOENT, () -> process.changeDirectory("g"));
    }

    @Test
    void twoProcessesShareFilesButNotDescriptors() throws Exception {
        Process other = new Process(() -> root, Credentials.ROOT);
        int fd = files.open("/f", FileOpening.CREATE | FileOpening.READ_WRITE, ALL);
        assertThat(other.files().status("/f", true).inode())
                .isEqualTo(process.descriptors().get(fd).status().inode());
        assertErrno(Errno.EBADF, () -> other.descriptors().get(fd));
    }

    @Test
    void theStatusTellsWhatSystemCallsTell() throws Exception {
        files.create("/f", ALL_MAY_READ_AND_WRITE);
        files.symbolicLink("/f", "/l");
        files.link("/f", "/g");
        files.setTimes("/f", true, 5, 6);
        FileStatus status = files.status("/l", true);
        assertThat(status).isEqualTo(files.status("/g", false));
        assertThat(status.links()).isEqualTo(2);
        assertThat(status.accessed()).isEqualTo(5);
        assertThat(status.modified()).isEqualTo(6);
        assertThat(status.owner()).isEqualTo(Credentials.ROOT);
        assertThat(files.status("/l", false).kind()).isEqualTo(FileStatus.SYMBOLIC_LINK);
        assertThat(files.readLink("/l")).isEqualTo("/f");
        assertErrno(Errno.EINVAL, () -> files.readLink("/f"));
    }

    @Test
    void onlyWhatSomebodyMayExecuteCanRootExecute() throws Exception {
        files.create("/f", ALL_MAY_READ_AND_WRITE);
        assertErrno(Errno.EACCES, () -> files.requireAccess("/f", 1));
        files.requireAccess("/f", 6);
        files.setPermissions("/f", 0100);
        files.requireAccess("/f", 1);
        assertErrno(Errno.ENOENT, () -> files.requireAccess("/g", 4));
    }
}
