package dev.ristretto.kernel.personality.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.event.EventCounter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadLifeTest {
    private static final long DATA = ProgramRig.DATA;

    /** What glibc's threads ask for: VM FS FILES SIGHAND THREAD SYSVSEM SETTLS PARENT_SETTID CHILD_CLEARTID. */
    private static final long FLAGS = 0x3d_0f00;

    private final ProgramRig rig = new ProgramRig();
    private final FakeContext main = rig.main;
    private final FakeContext second = new FakeContext();

    @Test
    void aThreadBeginsWithItsStackAndDataAndClearsItsWordAtItsEnd() throws Exception {
        rig.contexts.add(second);
        main.then(context -> {
            context.set(UserContext.RBX, 55);
            rig.memory.putInt(DATA, 99);
            return context.makeCall(SystemCalls.CLONE, FLAGS, ProgramRig.STACK - 0x4000, DATA, DATA, 0x1234_0000);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(2);
            return context.makeCall(SystemCalls.FUTEX, DATA, 0, 2, 0);
        });
        main.then(context -> {
            assertThat(rig.memory.getInt(DATA)).isZero();
            assertThat(context.get(UserContext.RAX)).isZero();
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        second.then(context -> {
            assertThat(context.get(UserContext.RAX)).isZero();
            assertThat(context.get(UserContext.RBX)).isEqualTo(55);
            assertThat(context.get(UserContext.RIP)).isEqualTo(FakeContext.CODE);
            assertThat(context.get(UserContext.RSP)).isEqualTo(ProgramRig.STACK - 0x4000);
            assertThat(context.threadPointer()).isEqualTo(0x1234_0000);
            assertThat(rig.memory.getInt(DATA)).isEqualTo(2);
            return context.makeCall(SystemCalls.GETTID);
        });
        second.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(2);
            rig.clock.awaitSleepers(1);
            return context.makeCall(SystemCalls.EXIT, 7);
        });
        assertThat(rig.run()).isEqualTo(new ProgramEnd(0, 0));
        assertThat(second.closed).isTrue();
        assertThat(rig.console).isEmpty();
    }

    @Test
    void theNewCallForThreadsChecksItsRecord() throws Exception {
        rig.contexts.add(second);
        second.call(SystemCalls.EXIT, 0);
        long[] record = {0x3d_0f00 & ~0x20_0000, 0, DATA + 512, DATA + 516, 0, ProgramRig.STACK - 0x8000, 0x1000, 1};
        main.then(context -> {
            rig.putLongs(DATA, record);
            return context.makeCall(SystemCalls.CLONE3, DATA, 88);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(2);
            assertThat(rig.memory.getInt(DATA + 516)).isEqualTo(2);
            return context.makeCall(SystemCalls.CLONE3, DATA, 63);
        });
        fails(ErrorNumbers.EINVAL, context -> {
            rig.putLongs(DATA + 88, 1);
            return context.makeCall(SystemCalls.CLONE3, DATA, 96);
        });
        fails(ErrorNumbers.E2BIG, context -> {
            rig.putLongs(DATA + 48, 0);
            return context.makeCall(SystemCalls.CLONE3, DATA, 88);
        });
        fails(ErrorNumbers.EINVAL, context -> {
            rig.putLongs(DATA, 0x1_0000);
            rig.putLongs(DATA + 40, 0, 0);
            return context.makeCall(SystemCalls.CLONE3, DATA, 88);
        });
        fails(ErrorNumbers.EINVAL, context -> context.makeCall(SystemCalls.EXIT_GROUP, 0));
        assertThat(rig.run().status()).isZero();
    }

    private void fails(int error, FakeContext.Step next) {
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(-error);
            return next.run(context);
        });
    }

    @Test
    void processesWithFilesInCommonAreRefusedAndNamed() throws Exception {
        main.call(SystemCalls.CLONE, 0x400 | 17);
        fails(ErrorNumbers.EINVAL, context -> context.makeCall(SystemCalls.WAIT4, -1, 0, 0, 0));
        fails(ErrorNumbers.ECHILD, context -> context.makeCall(SystemCalls.EXIT_GROUP, 0));
        assertThat(rig.run().status()).isZero();
        assertThat(rig.console).hasSize(1).allMatch(line -> line.contains("script asks for a process by flags"));
    }

    @Test
    void theEndOfTheProcessEndsThreadsThatWaitAndThatCompute() throws Exception {
        FakeContext third = new FakeContext();
        CountDownLatch computes = new CountDownLatch(1);
        rig.contexts.add(second);
        rig.contexts.add(third);
        long flags = FLAGS & ~0x28_0000;
        main.call(SystemCalls.CLONE, flags, 0, DATA, DATA, 0);
        main.call(SystemCalls.CLONE, flags, 0, DATA, DATA, 0);
        main.then(context -> {
            computes.await();
            rig.clock.awaitSleepers(1);
            return context.makeCall(SystemCalls.EXIT_GROUP, 258);
        });
        second.call(SystemCalls.FUTEX, DATA + 64, 0, 0, 0);
        third.then(context -> {
            computes.countDown();
            return context.compute();
        });
        assertThat(rig.run()).isEqualTo(new ProgramEnd(2, 0));
        assertThat(second.closed && third.closed && main.closed).isTrue();
        assertThat(rig.table.processes()).isEmpty();
        assertThat(rig.table.thread(2)).isNull();
    }

    @Test
    void theCodeOfTheFirstThreadIsTheProcesss() throws Exception {
        rig.contexts.add(second);
        main.call(SystemCalls.CLONE, FLAGS & ~0x28_0000, 0, DATA, DATA, 0);
        main.call(SystemCalls.EXIT, 5);
        second.then(context -> {
            while (rig.table.thread(1) != null) {
                Thread.onSpinWait();
            }
            return context.makeCall(SystemCalls.EXIT, 6);
        });
        assertThat(rig.run()).isEqualTo(new ProgramEnd(5, 0));
    }

    @Test
    void whatFailsInsideACallDoesNotEndTheKernel() throws Exception {
        rig.calls.set(500, caller -> {
            throw new IllegalStateException("broken");
        });
        rig.calls.set(501, caller -> {
            throw new OutOfMemoryError("full");
        });
        main.call(500);
        fails(ErrorNumbers.EIO, context -> context.makeCall(501));
        fails(ErrorNumbers.ENOMEM, context -> context.makeCall(-1));
        fails(ErrorNumbers.ENOSYS, context -> context.makeCall(SystemCalls.EXIT_GROUP, 0));
        assertThat(rig.run().status()).isZero();
        assertThat(rig.console).hasSize(2);
        assertThat(rig.console.getFirst()).contains("system call 500 of script failed", "broken");
    }

    @Test
    void locksThatAThreadHoldsAreGivenUpAtItsEnd() throws Exception {
        rig.contexts.add(second);
        main.call(SystemCalls.CLONE, FLAGS & ~0x28_0000, 0, DATA, DATA, 0);
        main.then(context -> {
            // Held by thread 2, and somebody waits: 0x80000002.
            return context.makeCall(SystemCalls.FUTEX, DATA + 256, 0, 0x8000_0002L, 0);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isZero();
            assertThat(rig.memory.getInt(DATA + 256)).isEqualTo(0xc000_0000);
            assertThat(rig.memory.getInt(DATA + 320)).isEqualTo(0x0000_0007);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        rig.memory.putInt(DATA + 256, 0x8000_0002);
        rig.memory.putInt(DATA + 320, 7);
        // The head, and two entries with their locks 56 bytes behind.
        rig.putLongs(DATA + 128, DATA + 200, 56, 0);
        rig.putLongs(DATA + 200, DATA + 264);
        rig.putLongs(DATA + 264, DATA + 128);
        second.call(SystemCalls.SET_ROBUST_LIST, DATA + 128, 24);
        second.then(context -> {
            rig.clock.awaitSleepers(1);
            return context.makeCall(SystemCalls.EXIT, 0);
        });
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void anotherProgramTakesThePlaceOfAllThreads() throws Exception {
        rig.contexts.add(second);
        rig.programs.put("/bin/next", new NextProgram() {
            @Override
            public String path() {
                return "/bin/next";
            }

            @Override
            public void begin(ProgramMemory memory, UserContext registers) {
                assertThat(main.closed).isTrue();
                registers.set(UserContext.RIP, 0x60_0000);
            }
        });
        main.then(context -> {
            rig.memory.write(DATA + 256, "/bin/next\0/bin/none\0".getBytes(StandardCharsets.US_ASCII));
            rig.putLongs(DATA, 0x50_0000, 0x0400_0000, 0x50_0100, 0);
            return context.makeCall(SystemCalls.RT_SIGACTION, 10, DATA, 0, 8);
        });
        main.then(context -> {
            rig.process.files().descriptors().open(new EventCounter(), true);
            rig.process.files().descriptors().open(new EventCounter(), false);
            return context.makeCall(SystemCalls.CLONE, FLAGS & ~0x28_0000, 0, DATA, DATA, 0);
        });
        main.call(SystemCalls.PAUSE);
        second.call(SystemCalls.EXECVE, DATA + 266, 0, 0);
        second.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(-ErrorNumbers.ENOENT);
            rig.clock.awaitSleepers(1);
            return context.makeCall(SystemCalls.EXECVE, DATA + 256, 0, 0);
        });
        second.then(context -> {
            assertThat(context.get(UserContext.RIP)).isEqualTo(0x60_0000);
            assertThat(context.get(UserContext.RAX)).isZero();
            assertThat(rig.process.name()).isEqualTo("next");
            assertThat(rig.process.files().descriptors().count()).isEqualTo(1);
            return context.makeCall(SystemCalls.GETTID);
        });
        second.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(1);
            return context.makeCall(SystemCalls.KILL, 1, 10);
        });
        assertThat(rig.run().signal()).isEqualTo(10);
    }

    @Test
    void aProgramThatCannotTakeThePlaceEndsTheProcess() throws Exception {
        rig.programs.put("/bin/next", new NextProgram() {
            @Override
            public String path() {
                return "/bin/next";
            }

            @Override
            public void begin(ProgramMemory memory, UserContext registers) throws PosixException {
                throw new PosixException(Errno.ENOMEM);
            }
        });
        main.then(context -> {
            rig.memory.write(DATA, "/bin/next\0".getBytes(StandardCharsets.US_ASCII));
            return context.makeCall(SystemCalls.EXECVE, DATA, 0, 0);
        });
        assertThat(rig.run().signal()).isEqualTo(9);
        assertThat(rig.console).hasSize(1);
    }
}
