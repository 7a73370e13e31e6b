package dev.ristretto.kernel.personality.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.event.EventCounter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessLifeTest {
    private static final long DATA = ProgramRig.DATA;
    private static final int NO_WAIT = 1;
    private static final int ENDED = 4;
    private static final int KEEP = 0x0100_0000;
    private static final int CHILD_SIGNAL = 17;

    private final ProgramRig rig = new ProgramRig();
    private final FakeContext main = rig.main;
    private final FakeContext child = new FakeContext();

    private static UserMemory own() {
        return Objects.requireNonNull(ProgramThread.current()).memory();
    }

    /** The script goes on if the last call gave a result. */
    private static FakeContext gave(FakeContext context, long result, FakeContext.Step next) {
        return context.then(now -> {
            assertThat(now.get(UserContext.RAX)).isEqualTo(result);
            return next.run(now);
        });
    }

    @Test
    void aForkedProcessHasACopyOfPrivateMemoryAndSharesTheRest() throws Exception {
        rig.contexts.add(child);
        main.then(context -> {
            rig.memory.putInt(DATA, 1);
            rig.process.files().descriptors().open(new EventCounter(), true);
            return context.makeCall(SystemCalls.FORK);
        });
        gave(main, 2, context -> context.makeCall(SystemCalls.WAIT4, -1, DATA + 8, 0, DATA + 16));
        gave(main, 2, context -> {
            assertThat(rig.memory.getInt(DATA)).isEqualTo(1);
            assertThat(rig.memory.getInt(DATA + 8)).isEqualTo(7 << 8);
            assertThat(rig.memory.getLong(DATA + 16)).isEqualTo(3);
            assertThat(rig.memory.getInt(ProgramRig.SHARED)).isEqualTo(99);
            assertThat(rig.process.files().descriptors().count()).isEqualTo(1);
            return context.makeCall(SystemCalls.WAIT4, -1, 0, NO_WAIT, 0);
        });
        gave(main, -ErrorNumbers.ECHILD, context -> context.makeCall(SystemCalls.EXIT_GROUP, 0));
        gave(child, 0, context -> {
            assertThat(own().getInt(DATA)).isEqualTo(1);
            own().putInt(DATA, 2);
            own().putInt(ProgramRig.SHARED, 99);
            assertThat(own().getInt(DATA)).isEqualTo(2);
            LinuxProcess process =
                    Objects.requireNonNull(ProgramThread.current()).owner();
            assertThat(process.parent()).isEqualTo(1);
            assertThat(process.files().descriptors().closesOnExecute(0)).isTrue();
            process.files().descriptors().close(0);
            return context.makeCall(SystemCalls.EXIT_GROUP, 7);
        });
        assertThat(rig.run().status()).isZero();
        assertThat(rig.memories).hasValue(0);
        assertThat(rig.table.processes()).isEmpty();
        assertThat(child.closed).isTrue();
    }

    @Test
    void aParentGetsItsLentMemoryBackWhenTheChildRunsAnotherProgram() throws Exception {
        FakeContext other = new FakeContext();
        AtomicBoolean executed = new AtomicBoolean();
        rig.contexts.add(child);
        rig.contexts.add(other);
        rig.programs.put("/bin/next", program("/bin/next", executed));
        main.then(context -> {
            rig.memory.write(DATA + 256, "/bin/next\0".getBytes(StandardCharsets.US_ASCII));
            return context.makeCall(SystemCalls.CLONE, 0x4111, 0, 0, 0, 0);
        });
        gave(main, 2, context -> {
            assertThat(executed).isTrue();
            assertThat(rig.memory.getInt(DATA)).isEqualTo(5);
            return context.makeCall(SystemCalls.WAIT4, 2, 0, 0, 0);
        });
        gave(main, 2, context -> context.makeCall(SystemCalls.EXIT_GROUP, 0));
        gave(child, 0, context -> {
            assertThat(rig.memories).hasValue(1);
            own().putInt(DATA, 5);
            return context.makeCall(SystemCalls.EXECVE, DATA + 256, 0, 0);
        });
        gave(other, 0, context -> {
            assertThat(child.closed).isTrue();
            assertThat(context.get(UserContext.RIP)).isEqualTo(0x60_0000);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        assertThat(rig.run().status()).isZero();
        assertThat(rig.memories).hasValue(0);
        assertThat(rig.console).isEmpty();
    }

    private static NextProgram program(String path, AtomicBoolean executed) {
        return new NextProgram() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public void begin(ProgramMemory memory, UserContext registers) {
                executed.set(true);
                registers.set(UserContext.RIP, 0x60_0000);
            }
        };
    }

    @Test
    void aParentGetsItsLentMemoryBackWhenTheChildEnds() throws Exception {
        rig.contexts.add(child);
        AtomicBoolean ends = new AtomicBoolean();
        main.call(SystemCalls.VFORK);
        gave(main, 2, context -> {
            assertThat(ends).isTrue();
            return context.makeCall(SystemCalls.WAITID, 1, 2, DATA, ENDED | KEEP, 0);
        });
        gave(main, 0, context -> {
            assertThat(rig.memory.getInt(DATA)).isEqualTo(CHILD_SIGNAL);
            assertThat(rig.memory.getInt(DATA + 8)).isEqualTo(1);
            assertThat(rig.memory.getInt(DATA + 16)).isEqualTo(2);
            assertThat(rig.memory.getInt(DATA + 24)).isEqualTo(3);
            return context.makeCall(SystemCalls.WAITID, 0, 0, 0, ENDED, 0);
        });
        gave(main, 0, context -> context.makeCall(SystemCalls.WAITID, 0, 0, 0, ENDED, 0));
        gave(main, -ErrorNumbers.ECHILD, context -> context.makeCall(SystemCalls.EXIT_GROUP, 0));
        child.then(context -> {
            ends.set(true);
            return context.makeCall(SystemCalls.EXIT, 3);
        });
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void aChildWhoseParentIgnoresItsEndLeavesNothing() throws Exception {
        rig.contexts.add(child);
        main.then(context -> {
            rig.putLongs(DATA, 1, 0, 0, 0);
            return context.makeCall(SystemCalls.RT_SIGACTION, CHILD_SIGNAL, DATA, 0, 8);
        });
        main.call(SystemCalls.FORK);
        gave(main, 2, context -> context.makeCall(SystemCalls.WAIT4, -1, 0, 0, 0));
        gave(main, -ErrorNumbers.ECHILD, context -> {
            assertThat(rig.table.process(2)).isNull();
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        rig.exit(child);
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void anOrphanBelongsToTheFirstProcessAndTheDeathOfItsParentIsTold() throws Exception {
        FakeContext orphan = new FakeContext();
        rig.contexts.add(child);
        rig.contexts.add(orphan);
        CountDownLatch ready = new CountDownLatch(1);
        main.call(SystemCalls.FORK);
        gave(main, 2, context -> context.makeCall(SystemCalls.WAIT4, 2, 0, 0, 0));
        gave(main, 2, context -> context.makeCall(SystemCalls.WAIT4, -1, DATA, 0, 0));
        gave(main, 3, context -> {
            assertThat(rig.memory.getInt(DATA)).isEqualTo(10);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        child.call(SystemCalls.FORK);
        gave(child, 3, context -> {
            ready.await();
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        orphan.call(SystemCalls.PRCTL, 1, 10);
        gave(orphan, 0, context -> {
            ready.countDown();
            return context.makeCall(SystemCalls.PAUSE);
        });
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void groupsAndSessionsFollowTheirRulesAndSignalsReachGroups() throws Exception {
        rig.contexts.add(child);
        CountDownLatch ready = new CountDownLatch(1);
        main.call(SystemCalls.FORK);
        gave(main, 2, context -> context.makeCall(SystemCalls.SETPGID, 2, 0));
        gave(main, 0, context -> context.makeCall(SystemCalls.GETPGID, 2));
        gave(main, 2, context -> context.makeCall(SystemCalls.GETSID, 2));
        gave(main, 1, context -> context.makeCall(SystemCalls.SETPGID, 0, 2));
        gave(main, -ErrorNumbers.EPERM, context -> context.makeCall(SystemCalls.SETPGID, 2, 77));
        gave(main, -ErrorNumbers.EPERM, context -> context.makeCall(SystemCalls.WAIT4, 0, 0, NO_WAIT, 0));
        gave(main, -ErrorNumbers.ECHILD, context -> {
            ready.countDown();
            return context.makeCall(SystemCalls.KILL, -2, 12);
        });
        gave(main, 0, context -> context.makeCall(SystemCalls.WAIT4, -2, DATA, 0, 0));
        gave(main, 2, context -> {
            assertThat(rig.memory.getInt(DATA)).isEqualTo(12);
            return context.makeCall(SystemCalls.KILL, -2, 0);
        });
        gave(main, -ErrorNumbers.ESRCH, context -> context.makeCall(SystemCalls.EXIT_GROUP, 0));
        child.then(context -> {
            ready.await();
            return context.makeCall(SystemCalls.SETSID);
        });
        child.call(SystemCalls.PAUSE);
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void theEndOfTheFirstProcessEndsAllOthers() throws Exception {
        rig.contexts.add(child);
        CountDownLatch waits = new CountDownLatch(1);
        main.call(SystemCalls.FORK);
        gave(main, 2, context -> {
            waits.await();
            return context.makeCall(SystemCalls.EXIT_GROUP, 4);
        });
        child.then(context -> {
            waits.countDown();
            return context.makeCall(SystemCalls.PAUSE);
        });
        assertThat(rig.run().status()).isEqualTo(4);
        assertThat(rig.table.processes()).isEmpty();
        assertThat(rig.memories).hasValue(0);
    }

    @Test
    void theEndOfAChildInterruptsAParentThatHasAHandler() throws PosixException {
        rig.contexts.add(child);
        CountDownLatch waits = new CountDownLatch(1);
        main.then(context -> {
            rig.putLongs(DATA, 0x50_0000, 0x0400_0000, 0x50_0100, 0);
            return context.makeCall(SystemCalls.RT_SIGACTION, CHILD_SIGNAL, DATA, 0, 8);
        });
        main.call(SystemCalls.FORK);
        gave(main, 2, context -> {
            waits.countDown();
            return context.makeCall(SystemCalls.PAUSE);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RIP)).isEqualTo(0x50_0000);
            assertThat(context.get(UserContext.RDI)).isEqualTo(CHILD_SIGNAL);
            assertThat(rig.memory.getInt(context.get(UserContext.RSI) + 16)).isEqualTo(2);
            assertThat(rig.memory.getInt(context.get(UserContext.RSI) + 24)).isEqualTo(9);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        child.then(context -> {
            waits.await();
            return context.makeCall(SystemCalls.EXIT_GROUP, 9);
        });
        assertThat(rig.run().status()).isZero();
    }
}
