package dev.ristretto.kernel.personality.linux.file.poll;

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
class ReadinessCallsTest {
    private static final long M = TestProgram.MEMORY;
    private static final long EVENTS = M + 8192;
    private static final long TIME = M + 4096;
    private static final int IN = 1;
    private static final int OUT = 4;
    private static final int HUP = 0x10;
    private static final int EDGE = 1 << 31;

    private final TestProgram program = new TestProgram();
    private int reading;
    private int writing;

    @BeforeEach
    void makePipe() throws PosixException {
        program.call(SystemCalls.PIPE, M);
        reading = program.memory.getInt(M);
        writing = program.memory.getInt(M + 4);
    }

    private void put(int index, int fd, int events) throws PosixException {
        program.memory.putInt(M + index * 8L, fd);
        program.memory.putInt(M + index * 8L + 4, events);
    }

    private int ready(int index) throws PosixException {
        return program.memory.getShort(M + index * 8L + 6);
    }

    @Test
    void pollTellsWhatIsReadyAndWhatIsNotOpen() throws PosixException {
        put(0, reading, IN);
        put(1, writing, OUT | 0x100);
        put(2, -1, IN);
        put(3, 55, IN);
        assertThat(program.call(SystemCalls.POLL, M, 4, -1)).isEqualTo(2);
        assertThat(ready(0)).isZero();
        assertThat(ready(1)).isEqualTo(OUT | 0x100);
        assertThat(ready(2)).isZero();
        assertThat(ready(3)).isEqualTo(0x20);
        assertThat(program.failure(SystemCalls.POLL, M, 100_000, 0)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.POLL, TestProgram.BEHIND, 1, 0)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void pollWaitsForTheFirst() throws Exception {
        put(0, reading, IN);
        var poll = SignalledProgramThread.untilItWaits(program, () -> program.call(SystemCalls.POLL, M, 1, -1));
        program.call(SystemCalls.WRITE, writing, EVENTS, 1);
        assertThat(poll.result()).isEqualTo(1);
        assertThat(ready(0)).isEqualTo(IN);
        program.call(SystemCalls.CLOSE, writing);
        assertThat(program.call(SystemCalls.POLL, M, 1, 0)).isEqualTo(1);
        assertThat(ready(0)).isEqualTo(IN | HUP);
    }

    @Test
    void aSignalEndsAWaitByTheMaskThatWasAskedFor() throws Exception {
        put(0, reading, IN);
        program.memory.putLong(EVENTS, 0x40);
        var poll = SignalledProgramThread.untilItWaits(
                program, () -> program.failure(SystemCalls.PPOLL, M, 1, 0, EVENTS, 8));
        assertThat(program.mask).isEqualTo(0x40);
        poll.signal();
        assertThat(poll.result()).isEqualTo(Errno.EINTR);
        assertThat(program.mask).isZero();
        assertThat(program.failure(SystemCalls.PPOLL, M, 1, 0, EVENTS, 4)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aSignalEndsAReadAndAWaitOfEpoll() throws Exception {
        var read = SignalledProgramThread.untilItWaits(program, () -> program.failure(SystemCalls.READ, reading, M, 1));
        read.signal();
        assertThat(read.result()).isEqualTo(Errno.EINTR);
        program.signalled = false;
        int set = (int) program.call(SystemCalls.EPOLL_CREATE1, 0);
        var wait = SignalledProgramThread.untilItWaits(
                program, () -> program.failure(SystemCalls.EPOLL_WAIT, set, EVENTS, 5, -1));
        wait.signal();
        assertThat(wait.result()).isEqualTo(Errno.EINTR);
    }

    @Test
    void selectLeavesWhatIsReadyInItsSets() throws PosixException {
        program.memory.putLong(M, 1L << reading);
        program.memory.putLong(M + 8, 1L << writing);
        program.memory.putLong(TIME, 0);
        program.memory.putLong(TIME + 8, 1_500_000);
        assertThat(program.call(SystemCalls.SELECT, writing + 1, M, M + 8, 0, TIME))
                .isEqualTo(1);
        assertThat(program.memory.getLong(M)).isZero();
        assertThat(program.memory.getLong(M + 8)).isEqualTo(1L << writing);
        assertThat(program.memory.getLong(TIME)).isLessThanOrEqualTo(1);
        program.memory.putLong(M, 1L << 40);
        assertThat(program.failure(SystemCalls.SELECT, 41, M, 0, 0, TIME)).isEqualTo(Errno.EBADF);
        program.memory.putLong(TIME, 0);
        program.memory.putLong(TIME + 8, 1_000);
        program.memory.putLong(M, 1L << reading);
        assertThat(program.call(SystemCalls.PSELECT6, reading + 1, M, 0, 0, TIME, 0))
                .isZero();
        assertThat(program.memory.getLong(M)).isZero();
        assertThat(program.failure(SystemCalls.SELECT, -1, 0, 0, 0, TIME)).isEqualTo(Errno.EINVAL);
    }

    private int set() throws PosixException {
        return (int) program.call(SystemCalls.EPOLL_CREATE1, 02000000);
    }

    private void event(int events, long data) throws PosixException {
        program.memory.putInt(EVENTS, events);
        program.memory.putLong(EVENTS + 4, data);
    }

    @Test
    void theErrorsOfEpollAreThoseOfLinux() throws PosixException {
        int set = set();
        event(IN, 7);
        int file = program.open("/f", 0102);
        assertThat(program.failure(SystemCalls.EPOLL_CTL, set, 1, file, EVENTS)).isEqualTo(Errno.EPERM);
        assertThat(program.failure(SystemCalls.EPOLL_CTL, set, 1, program.open("/", 0), EVENTS))
                .isEqualTo(Errno.EPERM);
        assertThat(program.failure(SystemCalls.EPOLL_CTL, set, 1, 99, EVENTS)).isEqualTo(Errno.EBADF);
        assertThat(program.failure(SystemCalls.EPOLL_CTL, set, 1, set, EVENTS)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.EPOLL_CTL, reading, 1, writing, EVENTS))
                .isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.EPOLL_CTL, set, 3, reading, EVENTS))
                .isEqualTo(Errno.ENOENT);
        assertThat(program.failure(SystemCalls.EPOLL_CTL, set, 2, reading, 0)).isEqualTo(Errno.ENOENT);
        assertThat(program.call(SystemCalls.EPOLL_CTL, set, 1, reading, EVENTS)).isZero();
        assertThat(program.failure(SystemCalls.EPOLL_CTL, set, 1, reading, EVENTS))
                .isEqualTo(Errno.EEXIST);
        assertThat(program.failure(SystemCalls.EPOLL_WAIT, set, EVENTS, 0, 0)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.EPOLL_CREATE, 0)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.EPOLL_CREATE1, 1)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void anEdgeIsToldOnceForEachChange() throws PosixException {
        int set = set();
        event(IN | EDGE | 1 << 28, 0x1122_3344_5566_7788L);
        program.call(SystemCalls.EPOLL_CTL, set, 1, reading, EVENTS);
        assertThat(program.call(SystemCalls.EPOLL_PWAIT, set, EVENTS, 8, 0, 0, 8))
                .isZero();
        program.call(SystemCalls.WRITE, writing, M, 1);
        assertThat(program.call(SystemCalls.EPOLL_PWAIT, set, EVENTS, 8, -1, 0, 8))
                .isEqualTo(1);
        assertThat(program.memory.getInt(EVENTS)).isEqualTo(IN);
        assertThat(program.memory.getLong(EVENTS + 4)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(program.call(SystemCalls.EPOLL_WAIT, set, EVENTS, 8, 0)).isZero();
        program.call(SystemCalls.WRITE, writing, M, 1);
        assertThat(program.call(SystemCalls.EPOLL_WAIT, set, EVENTS, 8, 0)).isEqualTo(1);
    }

    @Test
    void manyEventsAreToldAtOnce() throws PosixException {
        int set = set();
        for (int i = 0; i < 40; i++) {
            int fd = (int) program.call(SystemCalls.EVENTFD2, 1, 0);
            event(IN, fd);
            program.call(SystemCalls.EPOLL_CTL, set, 1, fd, EVENTS);
        }
        assertThat(program.call(SystemCalls.EPOLL_WAIT, set, EVENTS, 1000, 0)).isEqualTo(40);
        long sum = 0;
        for (int i = 0; i < 40; i++) {
            sum += program.memory.getLong(EVENTS + i * 12L + 4);
        }
        assertThat(sum).isEqualTo((set + 1L + set + 40L) * 20);
        assertThat(program.call(SystemCalls.EPOLL_WAIT, set, EVENTS, 3, 0)).isEqualTo(3);
    }

    @Test
    void countersCountAndSemaphoresGiveOne() throws PosixException {
        int fd = (int) program.call(SystemCalls.EVENTFD2, 3, 1 | 04000);
        assertThat(program.call(SystemCalls.READ, fd, M, 8)).isEqualTo(8);
        assertThat(program.memory.getLong(M)).isEqualTo(1);
        assertThat(program.failure(SystemCalls.READ, fd, M, 7)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.EVENTFD2, 0, 2)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aTimerExpiresAndCanBeWaitedFor() throws Exception {
        int fd = (int) program.call(SystemCalls.TIMERFD_CREATE, 1, 04000);
        assertThat(program.failure(SystemCalls.READ, fd, M, 8)).isEqualTo(Errno.EAGAIN);
        program.memory.write(TIME, new byte[32]);
        program.memory.putLong(TIME + 24, 1_000_000);
        assertThat(program.call(SystemCalls.TIMERFD_SETTIME, fd, 0, TIME, 0)).isZero();
        put(0, fd, IN);
        assertThat(program.call(SystemCalls.POLL, M, 1, -1)).isEqualTo(1);
        assertThat(program.call(SystemCalls.READ, fd, M, 8)).isEqualTo(8);
        assertThat(program.memory.getLong(M)).isEqualTo(1);
        assertThat(program.failure(SystemCalls.READ, fd, M, 8)).isEqualTo(Errno.EAGAIN);
        program.memory.putLong(TIME + 16, 1_000);
        program.memory.putLong(TIME, 5);
        program.call(SystemCalls.TIMERFD_SETTIME, fd, 0, TIME, 0);
        program.call(SystemCalls.TIMERFD_GETTIME, fd, M);
        assertThat(program.memory.getLong(M)).isEqualTo(5);
        assertThat(program.memory.getLong(M + 16)).isBetween(900L, 1000L);
        program.memory.putLong(TIME + 8, 1_000_000_000);
        assertThat(program.failure(SystemCalls.TIMERFD_SETTIME, fd, 0, TIME, 0)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.TIMERFD_CREATE, 99, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aMemoryFileHasNoNameButBytes() throws PosixException {
        int fd = (int) program.call(SystemCalls.MEMFD_CREATE, "name", 1);
        assertThat(program.call(SystemCalls.FTRUNCATE, fd, 100)).isZero();
        assertThat(program.call(SystemCalls.PWRITE64, fd, M, 5, 98)).isEqualTo(5);
        assertThat(program.call(SystemCalls.LSEEK, fd, 0, 2)).isEqualTo(103);
        assertThat(program.call(SystemCalls.FCNTL, fd, 1)).isEqualTo(1);
        assertThat(program.failure(SystemCalls.MEMFD_CREATE, "name", 4)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void directoriesAreWatched() throws PosixException {
        int fd = (int) program.call(SystemCalls.INOTIFY_INIT1, 04000);
        int watch = (int) program.call(SystemCalls.INOTIFY_ADD_WATCH, fd, "/", 0x100 | 0x0100_0000);
        assertThat(program.failure(SystemCalls.INOTIFY_ADD_WATCH, reading, "/", 0x100))
                .isEqualTo(Errno.EINVAL);
        program.write("/new", "");
        assertThat(program.call(SystemCalls.READ, fd, M, 1000)).isEqualTo(32);
        assertThat(program.memory.getInt(M)).isEqualTo(watch);
        assertThat(program.text(M + 16, 4)).isEqualTo("new\0");
        assertThat(program.call(SystemCalls.INOTIFY_RM_WATCH, fd, watch)).isZero();
        assertThat(program.failure(SystemCalls.INOTIFY_RM_WATCH, fd, watch)).isEqualTo(Errno.EINVAL);
    }
}
