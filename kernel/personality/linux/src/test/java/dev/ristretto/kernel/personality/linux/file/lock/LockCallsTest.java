package dev.ristretto.kernel.personality.linux.file.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.file.SignalledProgramThread;
import dev.ristretto.kernel.personality.linux.file.TestProgram;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockCallsTest {
    private static final long M = TestProgram.MEMORY;
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int UNLOCK = 2;

    private final TestProgram one = new TestProgram();
    private final TestProgram other = one.other();
    private int ofOne;
    private int ofOther;

    @BeforeEach
    void open() throws PosixException {
        one.write("/f", "0123456789");
        ofOne = one.open("/f", 02);
        ofOther = other.open("/f", 02);
    }

    private static void lock(TestProgram program, int kind, long start, long length) throws PosixException {
        program.memory.write(M, new byte[32]);
        program.memory.putInt(M, kind);
        program.memory.putLong(M + 8, start);
        program.memory.putLong(M + 16, length);
    }

    private static Errno refusal(TestProgram program, int fd, int kind, long start, long length) throws PosixException {
        lock(program, kind, start, length);
        return program.failure(SystemCalls.FCNTL, fd, 6, M);
    }

    private static void set(TestProgram program, int fd, int kind, long start, long length) throws PosixException {
        lock(program, kind, start, length);
        assertThat(program.call(SystemCalls.FCNTL, fd, 6, M)).isZero();
    }

    @Test
    void locksOfPartsKeepOthersOutOfThoseParts() throws PosixException {
        set(one, ofOne, WRITE, 2, 4);
        set(one, ofOne, WRITE, 0, 1);
        assertThat(refusal(other, ofOther, READ, 5, 1)).isEqualTo(Errno.EAGAIN);
        set(other, ofOther, WRITE, 6, 0);
        set(one, ofOne, UNLOCK, 3, 1);
        set(other, ofOther, WRITE, 3, 1);
        assertThat(refusal(other, ofOther, READ, 2, 1)).isEqualTo(Errno.EAGAIN);
        assertThat(refusal(other, ofOther, READ, 4, 1)).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void whoIsInTheWayIsTold() throws PosixException {
        set(one, ofOne, WRITE, 2, 4);
        lock(other, READ, 0, 0);
        assertThat(other.call(SystemCalls.FCNTL, ofOther, 5, M)).isZero();
        assertThat(other.memory.getShort(M)).isEqualTo((short) WRITE);
        assertThat(other.memory.getLong(M + 8)).isEqualTo(2);
        assertThat(other.memory.getLong(M + 16)).isEqualTo(4);
        assertThat(other.memory.getInt(M + 24)).isEqualTo(7);
        lock(other, READ, 7, 1);
        other.call(SystemCalls.FCNTL, ofOther, 5, M);
        assertThat(other.memory.getShort(M)).isEqualTo((short) UNLOCK);
    }

    @Test
    void locksOfAProcessGoWithAnyDescriptorOfTheFile() throws PosixException {
        int second = one.open("/f", 0);
        set(one, ofOne, WRITE, 0, 0);
        one.call(SystemCalls.CLOSE, second);
        set(other, ofOther, WRITE, 0, 0);
    }

    @Test
    void aWaitingLockIsHadAsSoonAsCanBe() throws Exception {
        set(one, ofOne, READ, 0, 0);
        lock(other, WRITE, 0, 0);
        var waiting = SignalledProgramThread.untilItWaits(other, () -> other.call(SystemCalls.FCNTL, ofOther, 7, M));
        set(one, ofOne, UNLOCK, 0, 0);
        assertThat(waiting.result()).isZero();
    }

    @Test
    void aCircleIsRefused() throws Exception {
        set(one, ofOne, WRITE, 0, 1);
        set(other, ofOther, WRITE, 1, 1);
        lock(other, WRITE, 0, 1);
        var waiting = SignalledProgramThread.untilItWaits(other, () -> other.failure(SystemCalls.FCNTL, ofOther, 7, M));
        lock(one, WRITE, 1, 1);
        assertThat(one.failure(SystemCalls.FCNTL, ofOne, 7, M)).isEqualTo(Errno.EDEADLK);
        waiting.signal();
        assertThat(waiting.result()).isEqualTo(Errno.EINTR);
    }

    @Test
    void locksOfOpeningsBelongToThem() throws PosixException {
        int second = one.open("/f", 02);
        assertThat(one.call(SystemCalls.FLOCK, ofOne, 2)).isZero();
        assertThat(one.failure(SystemCalls.FLOCK, second, 1 | 4)).isEqualTo(Errno.EAGAIN);
        assertThat(one.failure(SystemCalls.FLOCK, second, 3)).isEqualTo(Errno.EINVAL);
        int copy = (int) one.call(SystemCalls.DUP, ofOne);
        one.call(SystemCalls.CLOSE, ofOne);
        assertThat(other.failure(SystemCalls.FLOCK, ofOther, 2 | 4)).isEqualTo(Errno.EAGAIN);
        one.call(SystemCalls.CLOSE, copy);
        assertThat(other.call(SystemCalls.FLOCK, ofOther, 2 | 4)).isZero();
    }

    @Test
    void locksOfOpeningsBySetlkMeetThoseOfProcesses() throws PosixException {
        lock(one, WRITE, 0, 0);
        assertThat(one.call(SystemCalls.FCNTL, ofOne, 37, M)).isZero();
        assertThat(refusal(one, one.open("/f", 02), WRITE, 0, 1)).isEqualTo(Errno.EAGAIN);
        one.call(SystemCalls.CLOSE, ofOne);
        set(other, ofOther, WRITE, 0, 1);
    }

    @Test
    void whatIsNoLockIsInvalid() throws PosixException {
        assertThat(refusal(one, ofOne, 3, 0, 0)).isEqualTo(Errno.EINVAL);
        assertThat(refusal(one, ofOne, READ, -1, 0)).isEqualTo(Errno.EINVAL);
        assertThat(refusal(one, ofOne, READ, 2, Long.MAX_VALUE)).isEqualTo(Errno.EINVAL);
        assertThat(refusal(one, one.open("/f", 0), WRITE, 0, 0)).isEqualTo(Errno.EBADF);
    }
}
