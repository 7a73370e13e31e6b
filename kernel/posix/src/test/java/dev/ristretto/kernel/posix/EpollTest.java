package dev.ristretto.kernel.posix;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.event.EventCounter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EpollTest {
    private final FileDescriptorTable table = new FileDescriptorTable(2000);
    private final Epoll set = new Epoll();

    private record Report(int events, long data) {}

    private List<Report> look(int maximum) {
        return report(maximum, 0);
    }

    private List<Report> report(int maximum, long timeout) {
        List<Report> reports = new ArrayList<>();
        int count = set.waitFor(maximum, timeout, (index, events, data) -> {
            assertThat(index).isEqualTo(reports.size());
            reports.add(new Report(events, data));
        });
        assertThat(count).isEqualTo(reports.size());
        return reports;
    }

    private int watch(OpenFile file, int events) throws PosixException {
        int fd = table.open(file);
        set.control(Epoll.ADD, fd, file, events, fd);
        return fd;
    }

    @Test
    void aLevelIsReportedAsLongAsItHolds() throws PosixException {
        EventCounter event = new EventCounter();
        int fd = watch(event, PollEvents.IN);
        assertThat(look(8)).isEmpty();
        event.signal();
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, fd));
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, fd));
        event.read(ByteBuffer.allocate(8));
        assertThat(look(8)).isEmpty();
    }

    @Test
    void anEdgeIsReportedOncePerEvent() throws PosixException {
        EventCounter event = new EventCounter();
        int fd = watch(event, PollEvents.IN | Epoll.EDGE_TRIGGERED);
        event.signal();
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, fd));
        assertThat(look(8)).isEmpty();
        event.signal();
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, fd));
    }

    @Test
    void oneShotRestsUntilItIsArmedAgain() throws PosixException {
        EventCounter event = new EventCounter();
        int fd = watch(event, PollEvents.IN | Epoll.ONE_SHOT);
        event.signal();
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, fd));
        event.signal();
        assertThat(look(8)).isEmpty();
        set.control(Epoll.MODIFY, fd, event, PollEvents.IN | Epoll.ONE_SHOT, 77);
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, 77));
        assertThat(look(8)).isEmpty();
    }

    @Test
    void whatIsReadyWhenAddedIsReported() throws PosixException {
        EventCounter event = new EventCounter();
        event.signal();
        int fd = watch(event, PollEvents.IN | Epoll.EDGE_TRIGGERED);
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, fd));
    }

    @Test
    void onlyTheEventsAskedForCountBesidesErrorsAndHangups() throws PosixException {
        Pipe pipe = new Pipe();
        int out = table.open(pipe.writeEnd());
        int fd = watch(pipe.readEnd(), PollEvents.OUT);
        pipe.writeEnd().write(ByteBuffer.allocate(1));
        assertThat(look(8)).isEmpty();
        table.close(out);
        assertThat(look(8)).containsExactly(new Report(PollEvents.HUP, fd));
        set.control(Epoll.MODIFY, fd, pipe.readEnd(), PollEvents.IN, fd);
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN | PollEvents.HUP, fd));
    }

    @Test
    void aWaiterIsWokenByTheFirstEvent() throws Exception {
        EventCounter event = new EventCounter();
        int fd = watch(event, PollEvents.IN);
        Background<List<Report>> waiter = Background.untilItWaits(() -> report(8, -1));
        event.signal();
        assertThat(waiter.result()).containsExactly(new Report(PollEvents.IN, fd));
    }

    @Test
    void addingAReadyFileWakesAWaiter() throws Exception {
        EventCounter event = new EventCounter();
        event.signal();
        Background<List<Report>> waiter = Background.untilItWaits(() -> report(8, -1));
        int fd = watch(event, PollEvents.IN);
        assertThat(waiter.result()).containsExactly(new Report(PollEvents.IN, fd));
    }

    @Test
    void aWaitEndsWhenItsTimeIsOver() {
        assertThat(report(8, 2_000_000)).isEmpty();
    }

    @Test
    void aWaitEndsWhenItsSetIsClosed() throws Exception {
        int fd = table.open(set);
        Background<List<Report>> waiter = Background.untilItWaits(() -> report(8, -1));
        table.close(fd);
        assertThat(waiter.result()).isEmpty();
    }

    @Test
    void aClosedFileLeavesTheSetAndItsNumberCanBeAddedAnew() throws PosixException {
        EventCounter event = new EventCounter();
        int fd = watch(event, PollEvents.IN);
        event.signal();
        table.close(fd);
        assertThat(look(8)).isEmpty();
        assertErrno(Errno.ENOENT, () -> set.control(Epoll.MODIFY, fd, event, PollEvents.IN, 0));
        EventCounter next = new EventCounter();
        assertThat(watch(next, PollEvents.IN)).isEqualTo(fd);
        event.signal();
        assertThat(look(8)).isEmpty();
        next.signal();
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, fd));
    }

    @Test
    void aDeletedEntryIsSilent() throws PosixException {
        EventCounter event = new EventCounter();
        int fd = watch(event, PollEvents.IN);
        event.signal();
        set.control(Epoll.DELETE, fd, event, 0, 0);
        assertThat(look(8)).isEmpty();
        assertErrno(Errno.ENOENT, () -> set.control(Epoll.DELETE, fd, event, 0, 0));
        set.control(Epoll.ADD, fd, event, PollEvents.IN, 5);
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, 5));
    }

    @Test
    void impossibleRequestsAreRefused() throws PosixException {
        EventCounter event = new EventCounter();
        int fd = watch(event, PollEvents.IN);
        assertErrno(Errno.EEXIST, () -> set.control(Epoll.ADD, fd, event, PollEvents.IN, 0));
        assertErrno(Errno.EINVAL, () -> set.control(99, fd, event, PollEvents.IN, 0));
        assertErrno(Errno.EINVAL, () -> set.control(Epoll.ADD, 9, set, PollEvents.IN, 0));
    }

    @Test
    void noReadyDescriptorStarvesBehindOthers() throws PosixException {
        Set<Long> all = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            EventCounter event = new EventCounter();
            event.signal();
            all.add((long) watch(event, PollEvents.IN));
        }
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            List<Report> reports = look(100);
            assertThat(reports).hasSize(100);
            reports.forEach(r -> seen.add(r.data()));
        }
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void aSetWithinASetIsReadyWhileSomethingInItIs() throws PosixException {
        Epoll inner = new Epoll();
        EventCounter event = new EventCounter();
        int eventFd = table.open(event);
        inner.control(Epoll.ADD, eventFd, event, PollEvents.IN | Epoll.ONE_SHOT, 1);
        int innerFd = watch(inner, PollEvents.IN | Epoll.ONE_SHOT);
        event.signal();
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, innerFd));
        assertThat(inner.waitFor(8, 0, (index, events, data) -> {})).isEqualTo(1);
        set.control(Epoll.MODIFY, innerFd, inner, PollEvents.IN | Epoll.ONE_SHOT, innerFd);
        assertThat(look(8)).isEmpty();
        inner.control(Epoll.MODIFY, eventFd, event, PollEvents.IN | Epoll.ONE_SHOT, 1);
        assertThat(look(8)).containsExactly(new Report(PollEvents.IN, innerFd));
    }

    @Test
    void noEventIsLostBetweenThreads() throws Exception {
        int rounds = 20_000;
        EventCounter event = new EventCounter();
        EventCounter answer = new EventCounter();
        int fd = watch(event, PollEvents.IN | Epoll.ONE_SHOT);
        Background<Void> poller = Background.start(() -> {
            ByteBuffer number = ByteBuffer.allocate(8);
            for (int i = 0; i < rounds; i++) {
                assertThat(report(1, -1)).hasSize(1);
                event.read(number.clear());
                set.control(Epoll.MODIFY, fd, event, PollEvents.IN | Epoll.ONE_SHOT, fd);
                answer.signal();
            }
            return null;
        });
        ByteBuffer number = ByteBuffer.allocate(8);
        for (int i = 0; i < rounds; i++) {
            event.signal();
            answer.read(number.clear());
        }
        poller.result();
    }
}
