package dev.ristretto.kernel.personality.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalDeliveryTest {
    private static final long DATA = ProgramRig.DATA;
    private static final long HANDLER = 0x50_0000;
    private static final long RESTORER = 0x50_0100;
    private static final long RESTORES = 0x0400_0000;
    private static final long SIGINFO = 4;
    private static final long ON_STACK = 0x0800_0000;
    private static final long RESTART = 0x1000_0000;
    private static final long NO_DEFER = 0x4000_0000;
    private static final long RESET = 0x8000_0000L;
    private static final int USR1 = 10;
    private static final int USR2 = 12;
    private static final int REALTIME = 40;

    // Offsets in the frame (struct rt_sigframe).
    private static final int STACK_FLAGS = 8 + 24;
    private static final int R8 = 48;
    private static final int RDI = R8 + 64;
    private static final int RAX = R8 + 13 * 8;
    private static final int RSP = R8 + 15 * 8;
    private static final int RIP = R8 + 16 * 8;
    private static final int ERROR = R8 + 152;
    private static final int TRAP = ERROR + 8;
    private static final int FAULT = TRAP + 16;
    private static final int VECTORS = FAULT + 8;
    private static final int MASK = R8 + 256;
    private static final int NOTE = MASK + 8;

    private final ProgramRig rig = new ProgramRig();
    private final FakeContext main = rig.main;
    private final List<Long> seen = new ArrayList<>();

    private FakeContext handle(int signal, long flags, long mask) {
        return main.then(context -> {
            rig.putLongs(DATA, HANDLER, flags | RESTORES, RESTORER, mask);
            return context.makeCall(SystemCalls.RT_SIGACTION, signal, DATA, 0, 8);
        });
    }

    private FakeContext returns() {
        return main.then(context -> {
            context.set(UserContext.RSP, context.get(UserContext.RSP) + 8);
            return context.makeCall(SystemCalls.RT_SIGRETURN);
        });
    }

    private long word(FakeContext context, int offset) throws Exception {
        return rig.memory.getLong(context.get(UserContext.RSP) + offset);
    }

    @Test
    void aHandlerFindsItsFrameAndItsReturnRestoresEverything() throws Exception {
        handle(USR1, SIGINFO, 0);
        byte[] vectors = new byte[UserContext.VECTOR_STATE];
        vectors[200] = 77;
        main.then(context -> {
            for (int register = 0; register <= UserContext.RAX; register++) {
                context.set(register, 100 + register);
            }
            context.set(UserContext.RFLAGS, 0x602);
            context.setVectorState(vectors);
            return context.makeCall(SystemCalls.KILL, 1, USR1);
        });
        main.then(context -> {
            long frame = context.get(UserContext.RSP);
            assertThat(frame % 16).isEqualTo(8);
            assertThat(context.get(UserContext.RIP)).isEqualTo(HANDLER);
            assertThat(context.get(UserContext.RDI)).isEqualTo(USR1);
            assertThat(context.get(UserContext.RSI)).isEqualTo(frame + NOTE);
            assertThat(context.get(UserContext.RDX)).isEqualTo(frame + 8);
            assertThat(context.get(UserContext.RAX)).isZero();
            assertThat(context.get(UserContext.RFLAGS)).isEqualTo(0x202);
            assertThat(word(context, 0)).isEqualTo(RESTORER);
            assertThat(word(context, 8)).isEqualTo(7);
            assertThat(word(context, RIP)).isEqualTo(FakeContext.CODE);
            assertThat(word(context, RAX)).isZero();
            assertThat(word(context, RSP)).isEqualTo(ProgramRig.STACK - 0x1000);
            assertThat(word(context, MASK)).isZero();
            assertThat(rig.memory.getInt(frame + NOTE)).isEqualTo(USR1);
            assertThat(rig.memory.getInt(frame + NOTE + 16)).isEqualTo(1);
            long state = word(context, VECTORS);
            assertThat(state % 64).isZero();
            assertThat(state + 836).isLessThanOrEqualTo(ProgramRig.STACK - 0x1000 - 128);
            assertThat(rig.memory.getByte(state + 200)).isEqualTo((byte) 77);
            assertThat(rig.memory.getInt(state + 464)).isEqualTo(0x46505853);
            assertThat(rig.memory.getInt(state + 468)).isEqualTo(836);
            assertThat(rig.memory.getInt(state + 832)).isEqualTo(0x46505845);
            rig.memory.putLong(frame + RIP, 0x41_0000);
            rig.memory.putLong(frame + RDI, 4711);
            rig.memory.putLong(frame + MASK, 1 << USR2 - 1);
            context.set(UserContext.RSP, frame + 8);
            context.set(UserContext.RBX, 1);
            return context.makeCall(SystemCalls.RT_SIGRETURN);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RIP)).isEqualTo(0x41_0000);
            assertThat(context.get(UserContext.RDI)).isEqualTo(4711);
            assertThat(context.get(UserContext.RBX)).isEqualTo(100 + UserContext.RBX);
            assertThat(context.get(UserContext.RSP)).isEqualTo(ProgramRig.STACK - 0x1000);
            assertThat(context.get(UserContext.RFLAGS)).isEqualTo(0x602);
            byte[] found = new byte[UserContext.VECTOR_STATE];
            context.vectorState(found);
            assertThat(found[200]).isEqualTo((byte) 77);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 0, 0, DATA, 8);
        });
        main.then(context -> {
            assertThat(rig.memory.getLong(DATA)).isEqualTo(1 << USR2 - 1);
            return context.makeCall(SystemCalls.EXIT_GROUP, 3);
        });
        assertThat(rig.run()).isEqualTo(new ProgramEnd(3, 0));
        assertThat(rig.console).isEmpty();
    }

    @Test
    void aFaultTellsItsHandlerWhere() throws Exception {
        rig.faults.put(0x66_0000L, FaultOutcome.NOT_ALLOWED);
        rig.faults.put(0x77_0000L, FaultOutcome.BEYOND_FILE);
        handle(11, SIGINFO | NO_DEFER, 0);
        handle(7, SIGINFO, 0);
        main.then(context -> context.fault(0x10, 6, 0x40_2000));
        main.then(context -> {
            checkFault(context, 11, 1, 0x10, 6);
            return context.fault(0x66_0000, 7, 0x40_3000);
        });
        main.then(context -> {
            checkFault(context, 11, 2, 0x66_0000, 7);
            return context.fault(0x77_0000, 4, 0x40_3000);
        });
        main.then(context -> {
            checkFault(context, 7, 2, 0x77_0000, 4);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        assertThat(rig.run().status()).isZero();
    }

    private void checkFault(FakeContext context, int signal, int code, long address, long error) throws Exception {
        assertThat(context.get(UserContext.RDI)).isEqualTo(signal);
        assertThat(rig.memory.getInt(context.get(UserContext.RSP) + NOTE + 8)).isEqualTo(code);
        assertThat(word(context, NOTE + 16)).isEqualTo(address);
        assertThat(word(context, TRAP)).isEqualTo(14);
        assertThat(word(context, ERROR)).isEqualTo(error);
        assertThat(word(context, FAULT)).isEqualTo(address);
    }

    @Test
    void aFaultThatIsNotHandledEndsTheProcessAndIsTold() throws Exception {
        main.then(context -> context.fault(0xabc, 4, 0x40_2000));
        assertThat(rig.run()).isEqualTo(new ProgramEnd(0, 11));
        assertThat(rig.console)
                .containsExactly("script (process 1) was ended by SIGSEGV at address 0xabc, instruction 0x402000");
    }

    @Test
    void aFaultWhoseSignalIsBlockedEndsTheProcess() throws Exception {
        handle(11, 0, 0);
        main.then(context -> {
            rig.putLongs(DATA, -1);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 2, DATA, 0, 8);
        });
        main.then(context -> context.fault(0xabc, 4, 0x40_2000));
        assertThat(rig.run().signal()).isEqualTo(11);
    }

    @Test
    void exceptionsHaveTheirSignals() throws Exception {
        int[][] expected = {{0, 8, 1}, {3, 5, 0x80}, {6, 4, 2}, {13, 11, 0x80}, {17, 7, 1}};
        for (int[] each : expected) {
            ProgramRig own = new ProgramRig();
            own.main.then(context -> {
                own.putLongs(DATA, HANDLER, RESTORES | SIGINFO, RESTORER, 0);
                return context.makeCall(SystemCalls.RT_SIGACTION, each[1], DATA, 0, 8);
            });
            own.main.then(context -> each[0]);
            own.main.then(context -> {
                long frame = context.get(UserContext.RSP);
                assertThat(context.get(UserContext.RDI)).isEqualTo(each[1]);
                assertThat(own.memory.getInt(frame + NOTE + 8)).isEqualTo(each[2]);
                assertThat(own.memory.getLong(frame + TRAP)).isEqualTo(each[0]);
                return context.makeCall(SystemCalls.EXIT_GROUP, 9);
            });
            assertThat(own.run()).isEqualTo(new ProgramEnd(9, 0));
        }
    }

    @Test
    void aHandlerWithoutRoomForItsFrameEndsTheProcess() throws Exception {
        handle(USR1, 0, 0);
        main.then(context -> {
            context.set(UserContext.RSP, 0x1000);
            return context.makeCall(SystemCalls.KILL, 1, USR1);
        });
        assertThat(rig.run().signal()).isEqualTo(11);
    }

    @Test
    void handlersRunOnTheirOwnStackAndNestThere() throws Exception {
        handle(USR1, ON_STACK, 0);
        handle(USR2, ON_STACK, 0);
        main.then(context -> {
            rig.putLongs(DATA, ProgramRig.STACK - 0x8000, 0, 0x4000);
            return context.makeCall(SystemCalls.SIGALTSTACK, DATA, 0);
        });
        main.call(SystemCalls.KILL, 1, USR1);
        main.then(context -> {
            long frame = context.get(UserContext.RSP);
            assertThat(frame).isBetween(ProgramRig.STACK - 0x5000, ProgramRig.STACK - 0x4000);
            assertThat(rig.memory.getInt(frame + STACK_FLAGS)).isZero();
            seen.add(frame);
            return context.makeCall(SystemCalls.SIGALTSTACK, DATA, 0);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(-ErrorNumbers.EPERM);
            return context.makeCall(SystemCalls.KILL, 1, USR2);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RSP)).isBetween(ProgramRig.STACK - 0x8000, seen.getFirst() - 128);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void whatAHandlerBlocksWaitsForItsReturn() throws Exception {
        handle(USR1, 0, 1 << USR2 - 1);
        handle(USR2, 0, 0);
        main.call(SystemCalls.KILL, 1, USR1);
        main.call(SystemCalls.KILL, 1, USR2);
        main.call(SystemCalls.KILL, 1, USR1);
        main.then(context -> {
            assertThat(context.get(UserContext.RIP)).isEqualTo(FakeContext.CODE);
            return context.makeCall(SystemCalls.RT_SIGPENDING, DATA, 8);
        });
        main.then(context -> {
            assertThat(rig.memory.getLong(DATA)).isEqualTo(1 << USR2 - 1 | 1 << USR1 - 1);
            context.set(UserContext.RSP, context.get(UserContext.RSP) + 8);
            return context.makeCall(SystemCalls.RT_SIGRETURN);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RDI)).isEqualTo(USR1);
            assertThat(word(context, RIP)).isEqualTo(FakeContext.CODE);
            context.set(UserContext.RSP, context.get(UserContext.RSP) + 8);
            return context.makeCall(SystemCalls.RT_SIGRETURN);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RDI)).isEqualTo(USR2);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void aCallBeginsAgainWhereItsHandlerSaysSo() throws Exception {
        for (boolean restarts : new boolean[] {true, false}) {
            for (boolean timed : new boolean[] {true, false}) {
                ProgramRig own = new ProgramRig();
                own.main.then(context -> {
                    own.putLongs(DATA, HANDLER, RESTORES | (restarts ? RESTART : 0), RESTORER, 0, 1000, 0);
                    return context.makeCall(SystemCalls.RT_SIGACTION, USR1, DATA, 0, 8);
                });
                own.main.call(SystemCalls.FUTEX, DATA + 512, 0, 0, timed ? DATA + 32 : 0);
                own.main.then(context -> {
                    long frame = context.get(UserContext.RSP);
                    boolean again = restarts && !timed;
                    assertThat(own.memory.getLong(frame + RIP)).isEqualTo(FakeContext.CODE - (again ? 2 : 0));
                    assertThat(own.memory.getLong(frame + RAX))
                            .isEqualTo(again ? SystemCalls.FUTEX : -ErrorNumbers.EINTR);
                    return context.makeCall(SystemCalls.EXIT_GROUP, 5);
                });
                own.begin();
                own.clock.awaitSleepers(1);
                own.process.signal(USR1);
                assertThat(own.process.awaitEnd().code()).isEqualTo(5);
            }
        }
    }

    @Test
    void anIgnoredSignalDoesNotEndAWait() throws Exception {
        main.call(SystemCalls.FUTEX, DATA, 0, 0, 0);
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isZero();
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        rig.begin();
        rig.clock.awaitSleepers(1);
        rig.process.signal(17);
        rig.process.signal(28);
        rig.wake(DATA);
        assertThat(rig.process.awaitEnd().status()).isZero();
    }

    @Test
    void aSignalReachesAThreadThatComputes() throws Exception {
        handle(15, 0, 0);
        CountDownLatch computes = new CountDownLatch(1);
        main.then(context -> {
            computes.countDown();
            return context.compute();
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RIP)).isEqualTo(HANDLER);
            return context.makeCall(SystemCalls.EXIT_GROUP, 42);
        });
        rig.begin();
        computes.await();
        rig.process.signal(15);
        assertThat(rig.process.awaitEnd().status()).isEqualTo(42);
    }

    @Test
    void theWishToEndEndsWhoWaits() throws Exception {
        main.call(SystemCalls.PAUSE);
        rig.begin();
        rig.clock.awaitSleepers(1);
        rig.process.signal(15);
        assertThat(rig.process.awaitEnd().status()).isEqualTo(143);
        assertThat(rig.console).hasSize(1);
        assertThat(main.closed).isTrue();
    }

    @Test
    void aHandlerCanBeForOnceOnly() throws Exception {
        handle(USR1, RESET, 0);
        main.call(SystemCalls.KILL, 1, USR1);
        returns();
        main.call(SystemCalls.KILL, 1, USR1);
        assertThat(rig.run().signal()).isEqualTo(USR1);
    }

    @Test
    void realtimeSignalsQueueUpInOrderAndOthersDoNot() throws Exception {
        main.then(context -> {
            rig.putLongs(DATA, -1);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 2, DATA, 0, 8);
        });
        for (int i = 1; i <= 3; i++) {
            int value = i;
            main.then(context -> {
                rig.putLongs(DATA + 64, 0, -1 & 0xffff_ffffL, 1, value);
                return context.makeCall(SystemCalls.RT_SIGQUEUEINFO, 1, REALTIME, DATA + 64);
            });
        }
        main.call(SystemCalls.KILL, 1, USR1);
        main.call(SystemCalls.KILL, 1, USR1);
        int[] expected = {USR1, REALTIME, REALTIME, REALTIME};
        for (int signal : expected) {
            main.then(context -> {
                rig.putLongs(DATA, -1);
                rig.putLongs(DATA + 8, 0, 0);
                return context.makeCall(SystemCalls.RT_SIGTIMEDWAIT, DATA, DATA + 256, DATA + 8, 8);
            });
            main.then(context -> {
                seen.add(context.get(UserContext.RAX));
                seen.add((long) rig.memory.getInt(DATA + 256 + 24));
                return UserContext.INTERRUPTED;
            });
        }
        main.call(SystemCalls.RT_SIGTIMEDWAIT, DATA, 0, DATA + 8, 8);
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(-ErrorNumbers.EAGAIN);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        assertThat(rig.run().status()).isZero();
        assertThat(seen).containsExactly(10L, 0L, 40L, 1L, 40L, 2L, 40L, 3L);
    }

    @Test
    void aQueueThatIsFullTakesNoMore() throws Exception {
        main.then(context -> {
            rig.putLongs(DATA, -1);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 2, DATA, 0, 8);
        });
        for (int i = 0; i <= 1024; i++) {
            main.call(SystemCalls.TKILL, 1, REALTIME);
        }
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(-ErrorNumbers.EAGAIN);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void suspendingHasItsMaskOnlyMeanwhile() throws Exception {
        handle(USR1, 0, 0);
        main.then(context -> {
            rig.putLongs(DATA, 1 << USR1 - 1, 0);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 2, DATA, 0, 8);
        });
        main.call(SystemCalls.RT_SIGSUSPEND, DATA + 8, 8);
        main.then(context -> {
            assertThat(context.get(UserContext.RIP)).isEqualTo(HANDLER);
            assertThat(word(context, MASK)).isEqualTo(1 << USR1 - 1);
            assertThat(word(context, RAX)).isEqualTo(-ErrorNumbers.EINTR);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        rig.begin();
        rig.clock.awaitSleepers(1);
        rig.process.signal(USR1);
        assertThat(rig.process.awaitEnd().status()).isZero();
    }

    @Test
    void waitingForASignalTakesItThoughItIsBlocked() throws Exception {
        main.then(context -> {
            rig.putLongs(DATA, -1, 1 << USR1 - 1);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 2, DATA, 0, 8);
        });
        main.call(SystemCalls.RT_SIGTIMEDWAIT, DATA + 8, 0, 0, 8);
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(USR1);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        rig.begin();
        rig.clock.awaitSleepers(1);
        rig.process.signal(USR2);
        rig.process.signal(USR1);
        assertThat(rig.process.awaitEnd().status()).isZero();
    }

    @Test
    void aFileOfSignalsShowsThoseOfItsSet() throws Exception {
        main.then(context -> {
            rig.putLongs(DATA, -1, 1 << USR1 - 1);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 2, DATA, 0, 8);
        });
        main.call(SystemCalls.SIGNALFD4, -1, DATA + 8, 8, 0x80800);
        main.call(SystemCalls.KILL, 1, USR2);
        main.call(SystemCalls.KILL, 1, USR1);
        main.then(context -> {
            var file = rig.process.files().descriptors().get(0);
            assertThat(file.readiness()).isEqualTo(1);
            ByteBuffer read = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(file.read(read)).isEqualTo(128);
            assertThat(read.getInt(0)).isEqualTo(USR1);
            assertThat(read.getInt(12)).isEqualTo(1);
            assertThat(file.readiness()).isZero();
            assertThat(file.read(read)).isEqualTo(-2);
            return context.makeCall(SystemCalls.EXIT_GROUP, 0);
        });
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void numbersOfSignalsAndProcessesAreChecked() throws Exception {
        long[][] wrong = {
            {SystemCalls.KILL, 1, 65, -ErrorNumbers.EINVAL},
            {SystemCalls.KILL, 77, 0, -ErrorNumbers.ESRCH},
            {SystemCalls.KILL, -1, 0, -ErrorNumbers.ESRCH},
            {SystemCalls.KILL, 0, 0, 0},
            {SystemCalls.KILL, -1000, 9, -ErrorNumbers.ESRCH},
            {SystemCalls.TKILL, 0, 0, -ErrorNumbers.EINVAL},
            {SystemCalls.TKILL, 5, 0, -ErrorNumbers.ESRCH},
            {SystemCalls.RT_SIGACTION, 9, DATA, -ErrorNumbers.EINVAL},
            {SystemCalls.RT_SIGPENDING, DATA, 0, -ErrorNumbers.EINVAL}
        };
        for (long[] each : wrong) {
            main.then(context -> {
                context.set(UserContext.RDX, 0);
                context.set(UserContext.R10, 8);
                return context.makeCall((int) each[0], each[1], each[2]);
            });
            main.then(context -> {
                assertThat(context.get(UserContext.RAX))
                        .as("call %d of %d", each[0], each[1])
                        .isEqualTo(each[3]);
                return UserContext.INTERRUPTED;
            });
        }
        rig.exit(main);
        assertThat(rig.run().status()).isZero();
    }
}
