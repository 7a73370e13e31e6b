package dev.ristretto.kernel.posix;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileDescriptorTableTest {
    private final FileDescriptorTable table = new FileDescriptorTable(40);

    private static final class Probe extends OpenFile {
        int releases;

        @Override
        protected void release() {
            releases++;
        }
    }

    @Test
    void aNewDescriptorIsTheLowestFree() throws PosixException {
        for (int expected = 0; expected < 40; expected++) {
            assertThat(table.open(new Probe())).isEqualTo(expected);
        }
        table.close(17);
        table.close(5);
        table.close(6);
        assertThat(table.open(new Probe())).isEqualTo(5);
        assertThat(table.open(new Probe())).isEqualTo(6);
        assertThat(table.open(new Probe())).isEqualTo(17);
    }

    @Test
    void aFullTableRefusesWithEmfile() throws PosixException {
        for (int i = 0; i < 40; i++) {
            table.open(new Probe());
        }
        assertErrno(Errno.EMFILE, () -> table.open(new Probe()));
        table.close(39);
        assertThat(table.open(new Probe())).isEqualTo(39);
    }

    @Test
    void aFileIsReleasedOnceWithItsLastDescriptor() throws PosixException {
        Probe file = new Probe();
        int first = table.open(file);
        int second = table.duplicate(first);
        table.duplicate(first, 30);
        table.close(first);
        table.close(second);
        assertThat(file.releases).isZero();
        assertThat(file.isReleased()).isFalse();
        table.close(30);
        assertThat(file.releases).isEqualTo(1);
        assertThat(file.isReleased()).isTrue();
    }

    @Test
    void replacingClosesWhatWasThereAndKeepsTheNumber() throws PosixException {
        Probe old = new Probe();
        int fd = table.open(old);
        Probe fresh = new Probe();
        table.replace(fd, fresh);
        assertThat(old.releases).isEqualTo(1);
        assertThat(table.get(fd)).isSameAs(fresh);
        assertThat(table.open(new Probe())).isNotEqualTo(fd);
    }

    @Test
    void duplicatingOntoItselfChangesNothing() throws PosixException {
        Probe file = new Probe();
        int fd = table.open(file);
        table.duplicate(fd, fd);
        assertThat(file.releases).isZero();
        table.close(fd);
        assertThat(file.releases).isEqualTo(1);
    }

    @Test
    void closedAndImpossibleNumbersAreBad() throws PosixException {
        int fd = table.open(new Probe());
        table.close(fd);
        assertErrno(Errno.EBADF, () -> table.get(fd));
        assertErrno(Errno.EBADF, () -> table.close(fd));
        assertErrno(Errno.EBADF, () -> table.get(-1));
        assertErrno(Errno.EBADF, () -> table.get(1000));
        assertErrno(Errno.EBADF, () -> table.replace(40, new Probe()));
        assertErrno(Errno.EBADF, () -> table.duplicate(fd, 3));
    }

    @Test
    void theMarkForExecutionBelongsToTheDescriptor() throws PosixException {
        Probe file = new Probe();
        int marked = table.open(file, true);
        int copy = table.duplicate(marked);
        assertThat(table.closesOnExecute(marked)).isTrue();
        assertThat(table.closesOnExecute(copy)).isFalse();
        table.duplicate(copy, marked);
        assertThat(table.closesOnExecute(marked)).isFalse();
        table.duplicate(copy, 20, true);
        table.setClosingOnExecute(marked, true);
        table.closeOnExecute();
        assertThat(table.numbers()).containsExactly(copy);
        assertThat(table.open(new Probe())).isEqualTo(marked);
        assertThat(table.closesOnExecute(marked)).isFalse();
    }

    @Test
    void duplicatingFromANumberOnTakesTheLowestFreeThere() throws PosixException {
        int fd = table.open(new Probe());
        assertThat(table.duplicateFrom(fd, 10, true)).isEqualTo(10);
        assertThat(table.duplicateFrom(fd, 10, false)).isEqualTo(11);
        assertThat(table.duplicateFrom(fd, 0, false)).isEqualTo(1);
        assertThat(table.closesOnExecute(10)).isTrue();
        assertErrno(Errno.EINVAL, () -> table.duplicateFrom(fd, 40, false));
        assertErrno(Errno.EINVAL, () -> table.duplicateFrom(fd, -1, false));
        assertThat(table.duplicateFrom(fd, 39, false)).isEqualTo(39);
        assertErrno(Errno.EMFILE, () -> table.duplicateFrom(fd, 39, false));
    }

    @Test
    void aCopyHasTheSameFilesUntilBothHaveClosedThem() throws PosixException {
        Probe file = new Probe();
        table.open(file, true);
        table.open(new Probe());
        table.close(1);
        FileDescriptorTable copy = table.copy();
        assertThat(copy.get(0)).isSameAs(file);
        assertThat(copy.closesOnExecute(0)).isTrue();
        copy.setClosingOnExecute(0, false);
        assertThat(table.closesOnExecute(0)).isTrue();
        assertThat(copy.open(new Probe())).isEqualTo(1);
        assertThat(table.count()).isEqualTo(1);
        table.close(0);
        assertThat(file.releases).isZero();
        copy.close(0);
        assertThat(file.releases).isEqualTo(1);
    }
}
