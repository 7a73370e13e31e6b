package dev.ristretto.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.FileSystemStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import dev.ristretto.kernel.posix.ProcessFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that an instance has from the start, as a program sees them. */
class RootFilesTest {
    private static final long CAPACITY = 1 << 20;
    private static final int WRITE = FileOpening.WRITE_ONLY | FileOpening.CREATE;

    private static ProcessFiles files(String commandLine) {
        FileSystem tree = RootFiles.make(CAPACITY, commandLine);
        return new Process(() -> tree, Credentials.ROOT).files();
    }

    /** How many of the bytes fit. */
    private static int write(ProcessFiles files, String path, int bytes) throws PosixException {
        return files.openFile(path, WRITE, 0644).write(ByteBuffer.allocate(bytes));
    }

    private static String read(ProcessFiles files, String path) throws PosixException {
        ByteBuffer bytes = ByteBuffer.allocate(200);
        int unused = files.openFile(path, 0, 0).read(bytes);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void whereNothingIsSaidThereIsOneTreeThatCanBeChanged() throws Exception {
        ProcessFiles files = files("abi=1 hostname=shop");
        assertThat(files.fileSystems()).hasSize(1).noneMatch(FileSystemStatus::readOnly);
        assertThat(read(files, "/etc/hostname")).isEqualTo("shop\n");
        assertThat(write(files, "/tmp/file", 1000)).isEqualTo(1000);
    }

    @Test
    void aReadOnlyRootIsSoAndItsDevicesAndMountsAreNot() throws Exception {
        ProcessFiles files = files("read-only tmpfs=/var/cache/app");
        fails(Errno.EROFS, () -> write(files, "/tmp/file", 1));
        fails(Errno.EROFS, () -> write(files, "/etc/hosts", 1));
        fails(Errno.EROFS, () -> files.makeDirectory("/data", 0755));
        fails(Errno.EROFS, () -> files.rename("/etc/hosts", "/etc/old"));
        fails(Errno.EROFS, () -> files.unlink("/etc/hosts"));
        fails(Errno.EROFS, () -> files.setPermissions("/etc/hosts", 0600));
        fails(Errno.EROFS, () -> files.setOwner("/etc/hosts", true));
        fails(Errno.EROFS, () -> files.setTimes("/tmp", true, 0, 0));
        fails(Errno.EROFS, () -> files.requireAccess("/tmp", 2));
        int directory = files.open("/tmp", 0, 0);
        fails(Errno.EROFS, () -> files.setPermissions(directory, 0700));
        fails(Errno.EROFS, () -> files.setTimes(directory, 0, 0));
        files.requireAccess("/dev/null", 2);
        assertThat(write(files, "/dev/null", 1000)).isEqualTo(1000);

        assertThat(write(files, "/var/cache/app/file", 1000)).isEqualTo(1000);
        files.setPermissions("/var/cache/app/file", 0600);
        files.requireAccess("/var/cache/app/file", 2);
        assertThat(files.fileSystems()).extracting(FileSystemStatus::readOnly).containsExactly(true, false);
    }

    @Test
    void temporaryFilesHoldWhatTheyMayAndNoMoreThanAllTogether() throws Exception {
        ProcessFiles files = files("tmpfs=/tmp:196608 tmpfs=/cache tmpfs=/large:1073741824");
        assertThat(files.fileSystem("/tmp").blocks()).isEqualTo(48);
        assertThat(files.fileSystem("/cache").blocks()).isEqualTo(CAPACITY / 2 / 4096);
        assertThat(files.status("/tmp", true).mode() & 07777).isEqualTo(01777);
        assertThat(write(files, "/tmp/file", 300_000)).isEqualTo(196_608);
        fails(Errno.ENOSPC, () -> write(files, "/tmp/other", 1));
        assertThat(write(files, "/cache/file", 2 << 20)).isEqualTo(CAPACITY / 2);
        assertThat(write(files, "/large/file", 2 << 20)).isBetween(250_000, (int) CAPACITY / 2 - 196_608);
        fails(Errno.ENOSPC, () -> write(files, "/root/file", 1));
        OpenFile emptied = files.openFile("/cache/file", FileOpening.WRITE_ONLY | FileOpening.TRUNCATE, 0);
        assertThat(emptied.size()).isZero();
        assertThat(write(files, "/root/file", 400_000)).isEqualTo(400_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "read-only"})
    void theResolversOfTheNetworkAppearInTheirFile(String commandLine) throws Exception {
        ProcessFiles files = files(commandLine);
        ResolverText.set("nameserver 10.0.2.3\n");
        assertThat(read(files, "/etc/resolv.conf")).isEqualTo("nameserver 10.0.2.3\n");
    }

    @Test
    void aMountPointIsMadeAlsoWhereNothingMayBeChanged() throws Exception {
        FileSystem tree = RootFiles.make(CAPACITY, "read-only tmpfs=/tmp");
        MountPoint.make(tree, "/var/lib/app");
        MountPoint.make(tree, "/tmp/deep/er");
        MountPoint.make(tree, "/var/lib/app");
        assertThat(tree.realPath("/var/lib/../lib/app")).isEqualTo("/var/lib/app");
    }

    @Test
    void whatCannotBeIsSaidWithItsPath() {
        assertThatThrownBy(() -> RootFiles.make(CAPACITY, "tmpfs=/etc/hosts"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/etc/hosts");
    }
}
