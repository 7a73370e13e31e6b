package dev.ristretto.kernel.personality.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import org.junit.jupiter.api.Test;

class DescriptorCallsTest {
    private static final long M = TestProgram.MEMORY;
    private static final int APPEND = 02000;
    private static final int NON_BLOCKING = 04000;
    private static final int LARGE_FILE = 0100000;
    private static final int CLOSE_ON_EXECUTE = 02000000;

    private final TestProgram program = new TestProgram();

    @Test
    void flagsAreToldAsTheyAre() throws PosixException {
        int fd = program.open("/f", 0101 | APPEND | CLOSE_ON_EXECUTE);
        assertThat(program.call(SystemCalls.FCNTL, fd, 3)).isEqualTo(01 | APPEND | LARGE_FILE);
        assertThat(program.call(SystemCalls.FCNTL, fd, 1)).isEqualTo(1);
        assertThat(program.call(SystemCalls.FCNTL, fd, 4, NON_BLOCKING)).isZero();
        assertThat(program.call(SystemCalls.FCNTL, fd, 3)).isEqualTo(01 | NON_BLOCKING | LARGE_FILE);
        assertThat(program.call(SystemCalls.FCNTL, fd, 2, 0)).isZero();
        assertThat(program.call(SystemCalls.FCNTL, fd, 1)).isZero();
        assertThat(program.failure(SystemCalls.FCNTL, fd, 999)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.FCNTL, 99, 1)).isEqualTo(Errno.EBADF);
    }

    @Test
    void copiesOfDescriptorsAreMarkedOnlyWhenAsked() throws PosixException {
        int fd = program.open("/f", 0102 | CLOSE_ON_EXECUTE);
        assertThat(program.call(SystemCalls.FCNTL, fd, 0, 10)).isEqualTo(10);
        assertThat(program.call(SystemCalls.FCNTL, fd, 1030, 10)).isEqualTo(11);
        assertThat(program.call(SystemCalls.FCNTL, 10, 1)).isZero();
        assertThat(program.call(SystemCalls.FCNTL, 11, 1)).isEqualTo(1);
        assertThat(program.call(SystemCalls.DUP2, fd, fd)).isEqualTo(fd);
        assertThat(program.call(SystemCalls.FCNTL, fd, 1)).isEqualTo(1);
        assertThat(program.failure(SystemCalls.DUP3, fd, fd, 0)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.DUP2, 99, 99)).isEqualTo(Errno.EBADF);
        assertThat(program.call(SystemCalls.DUP3, fd, 20, CLOSE_ON_EXECUTE)).isEqualTo(20);
        program.process.descriptors().closeOnExecute();
        assertThat(program.process.descriptors().numbers()).containsExactly(10);
    }

    @Test
    void rangesOfDescriptorsAreClosed() throws PosixException {
        for (int i = 0; i < 6; i++) {
            program.open("/f", 0102);
        }
        assertThat(program.call(SystemCalls.CLOSE_RANGE, 1, 2, 0)).isZero();
        assertThat(program.process.descriptors().numbers()).containsExactly(0, 3, 4, 5);
        assertThat(program.call(SystemCalls.CLOSE_RANGE, 4, 0xffff_ffffL, 4)).isZero();
        program.process.descriptors().closeOnExecute();
        assertThat(program.process.descriptors().numbers()).containsExactly(0, 3);
        assertThat(program.failure(SystemCalls.CLOSE_RANGE, 4, 3, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void pipesCarryBytesAndEndWithTheirReader() throws PosixException {
        program.call(SystemCalls.PIPE2, M, NON_BLOCKING | CLOSE_ON_EXECUTE);
        int reading = program.memory.getInt(M);
        int writing = program.memory.getInt(M + 4);
        assertThat(program.failure(SystemCalls.READ, reading, M, 1)).isEqualTo(Errno.EAGAIN);
        assertThat(program.failure(SystemCalls.LSEEK, reading, 0, 1)).isEqualTo(Errno.ESPIPE);
        assertThat(program.failure(SystemCalls.WRITE, reading, M, 1)).isEqualTo(Errno.EBADF);
        assertThat(program.call(SystemCalls.FCNTL, writing, 3)).isEqualTo(01 | NON_BLOCKING);
        assertThat(program.call(SystemCalls.FCNTL, writing, 1032)).isEqualTo(65536);
        assertThat(program.call(SystemCalls.WRITE, writing, M, 3)).isEqualTo(3);
        program.call(SystemCalls.IOCTL, reading, 0x541b, M + 100);
        assertThat(program.memory.getInt(M + 100)).isEqualTo(3);
        assertThat(program.call(SystemCalls.READ, reading, M, 100)).isEqualTo(3);
        program.call(SystemCalls.FSTAT, reading, M);
        assertThat(program.memory.getInt(M + 24)).isEqualTo(0010600);
        program.call(SystemCalls.CLOSE, reading);
        assertThat(program.failure(SystemCalls.WRITE, writing, M, 1)).isEqualTo(Errno.EPIPE);
        assertThat(program.signals).containsExactly(13);
        assertThat(program.failure(SystemCalls.PIPE2, TestProgram.BEHIND, 0)).isEqualTo(Errno.EFAULT);
        assertThat(program.process.descriptors().numbers()).containsExactly(writing);
    }

    @Test
    void whatIsNoTerminalSaysSo() throws PosixException {
        int fd = program.open("/f", 0102);
        assertThat(program.failure(SystemCalls.IOCTL, fd, 0x5401, M)).isEqualTo(Errno.ENOTTY);
        assertThat(program.failure(SystemCalls.IOCTL, fd, 0x1234_5678, M)).isEqualTo(Errno.ENOTTY);
        assertThat(program.call(SystemCalls.IOCTL, fd, 0x5451, 0)).isZero();
        assertThat(program.call(SystemCalls.FCNTL, fd, 1)).isEqualTo(1);
        program.memory.putInt(M, 1);
        assertThat(program.call(SystemCalls.IOCTL, fd, 0x5421, M)).isZero();
        assertThat(program.process.descriptors().get(fd).isNonBlocking()).isTrue();
    }

    @Test
    void aTerminalHasASizeAndKeepsItsSettings() throws PosixException {
        int fd = program.process.descriptors().open(new OpenFile() {
            @Override
            public boolean isTerminal() {
                return true;
            }
        });
        assertThat(program.call(SystemCalls.IOCTL, fd, 0x5413, M)).isZero();
        assertThat(program.memory.getShort(M)).isEqualTo((short) 24);
        assertThat(program.memory.getShort(M + 2)).isEqualTo((short) 80);
        assertThat(program.call(SystemCalls.IOCTL, fd, 0x5401, M)).isZero();
        program.memory.putInt(M + 12, 0);
        assertThat(program.call(SystemCalls.IOCTL, fd, 0x5403, M)).isZero();
        program.memory.putInt(M + 12, 77);
        program.call(SystemCalls.IOCTL, fd, 0x5401, M);
        assertThat(program.memory.getInt(M + 12)).isZero();
        assertThat(program.failure(SystemCalls.IOCTL, fd, 0x5499, M)).isEqualTo(Errno.ENOTTY);
    }
}
