package dev.ristretto.kernel.personality.linux.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of processes against a model: each private page is the copy's own, each shared one everybody's. */
class RandomCopiesTest {
    private static final int PAGES = 6;
    private static final long PRIVATE = 0x20_0000;
    private static final long SHARED = 0x40_0000;
    private static final long FILE = 0x60_0000;
    private static final int MOST = 8;
    private static final int STEPS = 1_500;
    private static final int ALL = PageAccess.READ | PageAccess.WRITE;

    private final List<Running> processes = new ArrayList<>();
    private final byte[] shared = new byte[PAGES];
    private final byte[] file = new byte[PAGES];

    private static final class Running {
        final UserSpace space;
        final MemoryAreas areas;
        final UserMemory memory;
        final byte[] own;
        boolean writable = true;

        Running(UserSpace space, MemoryAreas areas, byte[] own) {
            this.space = space;
            this.areas = areas;
            this.memory = new UserMemory(space, areas);
            this.own = own;
        }
    }

    private Running first() throws PosixException {
        SimulatedUserSpace space = new SimulatedUserSpace();
        MemoryAreas areas = new MemoryAreas(space);
        int flags = MapFlags.FIXED | MapFlags.ANONYMOUS;
        long bytes = PAGES * UserSpace.PAGE;
        ArrayFile written = new ArrayFile(new ArrayFile.Content(new byte[(int) bytes]), true);
        long unused = areas.map(PRIVATE, bytes, ALL, flags | MapFlags.PRIVATE, null, 0)
                + areas.map(SHARED, bytes, ALL, flags | MapFlags.SHARED, null, 0)
                + areas.map(FILE, bytes, ALL, MapFlags.FIXED | MapFlags.SHARED, written, 0);
        return new Running(space, areas, new byte[PAGES]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void copiesAreSeparateButForWhatIsShared(long seed) throws PosixException {
        Random random = new Random(seed);
        processes.add(first());
        for (int step = 0; step < STEPS; step++) {
            Running one = processes.get(random.nextInt(processes.size()));
            int page = random.nextInt(PAGES);
            long at = page * UserSpace.PAGE;
            byte value = (byte) (1 + random.nextInt(100));
            int action = random.nextInt(9);
            String when = seed + " step " + step + " action " + action;
            switch (action) {
                case 0 -> copy(one);
                case 1 -> end(one, random);
                case 2, 3 -> {
                    if (one.writable) {
                        one.memory.write(PRIVATE + at, new byte[] {value});
                        one.own[page] = value;
                    }
                }
                case 4 -> {
                    one.memory.write(SHARED + at, new byte[] {value});
                    shared[page] = value;
                }
                case 5 -> {
                    one.memory.write(FILE + at, new byte[] {value});
                    file[page] = value;
                }
                case 6 -> {
                    one.writable = !one.writable;
                    one.areas.protect(PRIVATE, PAGES * UserSpace.PAGE, one.writable ? ALL : PageAccess.READ);
                }
                case 7 -> {
                    one.areas.advise(PRIVATE + page * UserSpace.PAGE, UserSpace.PAGE, MemoryAdvice.DONT_NEED);
                    one.own[page] = 0;
                }
                default -> one.areas.sync(FILE, PAGES * UserSpace.PAGE, MapFlags.SYNC_SYNCHRONOUS);
            }
            for (Running each : processes) {
                check(each, when);
            }
        }
    }

    private void copy(Running one) throws PosixException {
        if (processes.size() < MOST) {
            UserSpace space = one.space.newSpace();
            Running copy = new Running(space, one.areas.copyTo(space), one.own.clone());
            copy.writable = one.writable;
            processes.add(copy);
        }
    }

    private void end(Running one, Random random) {
        if (processes.size() > 1 && random.nextBoolean()) {
            processes.remove(one);
            one.areas.clear();
            one.space.close();
        }
    }

    /** The byte at an address, -1 if it cannot be read. */
    private static int read(Running one, long address) {
        byte[] target = {0};
        return one.memory.readSome(address, target, 0, 1) == 1 ? target[0] : -1;
    }

    private void check(Running one, String when) {
        for (int page = 0; page < PAGES; page++) {
            long at = page * UserSpace.PAGE;
            assertThat(read(one, PRIVATE + at)).as("private, seed " + when).isEqualTo(one.own[page]);
            assertThat(read(one, SHARED + at)).as("shared, seed " + when).isEqualTo(shared[page]);
            assertThat(read(one, FILE + at)).as("file, seed " + when).isEqualTo(file[page]);
        }
    }

    @Test
    void aCopiedPageIsWritableOnlyAfterItHasBecomeItsOwn() throws PosixException {
        Running one = first();
        one.memory.putInt(PRIVATE, 1);
        copyOf(one);
        SimulatedUserSpace space = (SimulatedUserSpace) one.space;
        assertThat(space.access(PRIVATE)).isEqualTo(PageAccess.READ);
        one.areas.protect(PRIVATE, UserSpace.PAGE, PageAccess.READ);
        one.areas.protect(PRIVATE, UserSpace.PAGE, ALL);
        assertThat(space.access(PRIVATE)).isEqualTo(PageAccess.READ);
        assertThat(one.areas.fault(PRIVATE, UserContext.WRITE | UserContext.PRESENT))
                .isEqualTo(FaultOutcome.RESOLVED);
        assertThat(space.access(PRIVATE)).isEqualTo(ALL);
    }

    @Test
    void areasAreLeftOutOrWipedIfTheProgramSaysSo() throws PosixException {
        Running one = first();
        one.memory.putInt(PRIVATE, 1);
        one.memory.putInt(PRIVATE + UserSpace.PAGE, 2);
        one.areas.advise(PRIVATE, UserSpace.PAGE, 10);
        one.areas.advise(PRIVATE + UserSpace.PAGE, UserSpace.PAGE, MemoryAdvice.WIPE_ON_FORK);
        Running copy = copyOf(one);
        assertThatThrownBy(() -> copy.memory.getInt(PRIVATE)).isInstanceOf(PosixException.class);
        assertThat(copy.memory.getInt(PRIVATE + UserSpace.PAGE)).isZero();
        assertThat(one.memory.getInt(PRIVATE)).isEqualTo(1);
    }

    @Test
    void sharedWordsAreTheSameForAllWhoHaveThem() throws PosixException {
        Running one = first();
        Running copy = copyOf(one);
        assertThat(one.areas.sharedWord(SHARED + 4)).isEqualTo(copy.areas.sharedWord(SHARED + 4));
        assertThat(one.areas.sharedWord(FILE + 4)).isEqualTo(copy.areas.sharedWord(FILE + 4));
        assertThat(one.areas.sharedWord(PRIVATE)).isNull();
    }

    private static Running copyOf(Running one) throws PosixException {
        UserSpace space = one.space.newSpace();
        return new Running(space, one.areas.copyTo(space), one.own.clone());
    }
}
