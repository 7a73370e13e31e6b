package dev.ristretto.kernel.personality.linux.memory;

import static dev.ristretto.kernel.machine.layout.PageAccess.EXECUTE;
import static dev.ristretto.kernel.machine.layout.PageAccess.NONE;
import static dev.ristretto.kernel.machine.layout.PageAccess.READ;
import static dev.ristretto.kernel.machine.layout.PageAccess.WRITE;
import static dev.ristretto.kernel.machine.user.UserSpace.HIGH_END;
import static dev.ristretto.kernel.machine.user.UserSpace.HIGH_START;
import static dev.ristretto.kernel.machine.user.UserSpace.LOW_END;
import static dev.ristretto.kernel.machine.user.UserSpace.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MemoryAreasTest {
    private static final int PLAIN = MapFlags.PRIVATE | MapFlags.ANONYMOUS;
    private static final int FIXED = PLAIN | MapFlags.FIXED;
    private static final long AT = 0x5000_0000L;

    private final SimulatedUserSpace space = new SimulatedUserSpace();
    private final MemoryAreas areas = new MemoryAreas(space);
    private final UserMemory memory = new UserMemory(space, areas);

    @Test
    void aReservationOfTerabytesCostsNoPage() throws Exception {
        long start = map(0, 8L << 40, NONE, PLAIN | MapFlags.NO_RESERVE);
        assertThat(space.bytes()).isZero();
        assertThat(areas.mappedBytes()).isEqualTo(8L << 40);
        assertThat(areas.fault(start, 0)).isEqualTo(FaultOutcome.NOT_ALLOWED);
    }

    @Test
    void addressesAreFoundFromTheTopDownAndThenInTheLowerPart() throws Exception {
        long first = map(0, 3 * PAGE, READ, PLAIN);
        assertThat(first).isEqualTo(HIGH_END - MemoryAreas.STACK_ROOM - 3 * PAGE);
        assertThat(map(0, 1, READ, PLAIN)).isEqualTo(first - PAGE);
        areas.unmap(first, PAGE);
        assertThat(map(0, 1, WRITE, PLAIN)).as("the highest gap").isEqualTo(first);
        map(0, (15L << 40), NONE, PLAIN);
        assertThat(map(0, (1L << 40), NONE, PLAIN)).isEqualTo(LOW_END - (1L << 40));
        assertFails(Errno.ENOMEM, () -> map(0, LOW_END, NONE, PLAIN));
    }

    @Test
    void aHintIsFollowedWhereThereIsRoomAndIgnoredElsewhere() throws Exception {
        assertThat(map(AT + 5, PAGE, READ, PLAIN)).isEqualTo(AT);
        assertThat(map(AT, PAGE, READ, PLAIN)).isGreaterThan(HIGH_START);
        assertThat(map(LOW_END, PAGE, READ, PLAIN)).as("where the kernel is").isGreaterThan(HIGH_START);
        assertThat(map(PAGE, PAGE, READ, PLAIN)).as("below what may be used").isGreaterThan(HIGH_START);
        assertThat(map(-PAGE, PAGE, READ, PLAIN)).isGreaterThan(HIGH_START);
    }

    @Test
    void narrowAddressesAreBelowTwoGigabytes() throws Exception {
        long found = map(0, 4 * PAGE, READ, PLAIN | MapFlags.LOW_32_BIT);
        assertThat(found).isLessThanOrEqualTo(0x8000_0000L - 4 * PAGE);
        assertThat(map(HIGH_START, PAGE, READ, PLAIN | MapFlags.LOW_32_BIT)).isLessThan(0x8000_0000L);
        assertFails(Errno.ENOMEM, () -> map(0, 1L << 31, READ, PLAIN | MapFlags.LOW_32_BIT));
    }

    @Test
    void fixedAddressesAreHeldToTheRules() throws Exception {
        map(AT, 4 * PAGE, READ, FIXED);
        assertFails(Errno.EINVAL, () -> map(AT + 1, PAGE, READ, FIXED));
        assertFails(Errno.EPERM, () -> map(0, PAGE, READ, FIXED));
        assertFails(Errno.ENOMEM, () -> map(LOW_END - PAGE, 2 * PAGE, READ, FIXED));
        assertFails(Errno.ENOMEM, () -> map(HIGH_END, PAGE, READ, FIXED));
        assertFails(Errno.ENOMEM, () -> map(-PAGE, PAGE, READ, FIXED));
        int careful = PLAIN | MapFlags.FIXED_NO_REPLACE;
        assertFails(Errno.EEXIST, () -> map(AT + 3 * PAGE, 2 * PAGE, READ, careful));
        assertFails(Errno.EEXIST, () -> map(LOW_END, PAGE, READ, careful));
        assertThat(map(AT + 4 * PAGE, PAGE, READ, careful)).isEqualTo(AT + 4 * PAGE);
    }

    @Test
    void whatCannotBeMappedIsRefusedByItsReason() {
        assertFails(Errno.EINVAL, () -> map(0, 0, READ, PLAIN));
        assertFails(Errno.ENOMEM, () -> map(0, -1, READ, PLAIN));
        assertFails(Errno.ENOMEM, () -> map(0, Long.MAX_VALUE, READ, PLAIN));
        assertFails(Errno.EINVAL, () -> map(0, PAGE, READ, MapFlags.ANONYMOUS));
        assertFails(Errno.EINVAL, () -> map(0, PAGE, READ, MapFlags.ANONYMOUS | MapFlags.SHARED_VALIDATE));
        assertFails(Errno.EINVAL, () -> map(0, PAGE, READ, MapFlags.ANONYMOUS | MapFlags.SHARED | MapFlags.GROWS_DOWN));
        assertFails(Errno.ENOMEM, () -> map(0, PAGE, READ, PLAIN | MapFlags.HUGE_TABLE));
    }

    @Test
    void mappingOverAPartOfAnAreaLeavesTheRest() throws Exception {
        map(AT, 5 * PAGE, READ | WRITE, FIXED);
        memory.putInt(AT, 1);
        memory.putInt(AT + 2 * PAGE, 2);
        memory.putInt(AT + 4 * PAGE, 3);
        map(AT + 2 * PAGE, PAGE, READ, FIXED);
        assertThat(memory.getInt(AT)).isEqualTo(1);
        assertThat(memory.getInt(AT + 2 * PAGE)).isZero();
        assertThat(memory.getInt(AT + 4 * PAGE)).isEqualTo(3);
        assertThat(lines())
                .containsExactly("50000000-50002000 rw-p", "50002000-50003000 r--p", "50003000-50005000 rw-p");
    }

    @Test
    void unmappingSplitsAndNeedsNothingToBeThere() throws Exception {
        map(AT, 3 * PAGE, READ | WRITE, FIXED);
        memory.putInt(AT + PAGE, 1);
        areas.unmap(AT + PAGE, 1);
        assertThat(lines()).containsExactly("50000000-50001000 rw-p", "50002000-50003000 rw-p");
        assertThat(areas.fault(AT + PAGE, 0)).isEqualTo(FaultOutcome.NO_MAPPING);
        assertThat(space.bytes()).isZero();
        areas.unmap(AT + PAGE, PAGE);
        areas.unmap(0, HIGH_END);
        assertThat(lines()).isEmpty();
        assertFails(Errno.EINVAL, () -> areas.unmap(AT + 1, PAGE));
        assertFails(Errno.EINVAL, () -> areas.unmap(AT, 0));
        assertFails(Errno.EINVAL, () -> areas.unmap(AT, -1));
        assertFails(Errno.EINVAL, () -> areas.unmap(-PAGE, PAGE));
        assertFails(Errno.EINVAL, () -> areas.unmap(PAGE, HIGH_END));
    }

    @Test
    void protectionSplitsAndJoinsAgain() throws Exception {
        map(AT, 4 * PAGE, NONE, FIXED);
        areas.protect(AT + PAGE, PAGE + 1, READ | WRITE);
        assertThat(lines())
                .containsExactly("50000000-50001000 ---p", "50001000-50003000 rw-p", "50003000-50004000 ---p");
        memory.putInt(AT + PAGE, 7);
        assertThat(areas.fault(AT, 0)).isEqualTo(FaultOutcome.NOT_ALLOWED);
        areas.protect(AT, 4 * PAGE, READ | WRITE | EXECUTE);
        assertThat(lines()).containsExactly("50000000-50004000 rwxp");
        assertThat(memory.getInt(AT + PAGE)).isEqualTo(7);
        areas.protect(AT, 4 * PAGE, NONE);
        assertThat(space.access(AT + PAGE)).isEqualTo(NONE);
        areas.protect(AT, 4 * PAGE, READ);
        assertThat(memory.getInt(AT + PAGE)).isEqualTo(7);
        assertThat(areas.fault(AT + PAGE, UserContext.WRITE | UserContext.PRESENT))
                .isEqualTo(FaultOutcome.NOT_ALLOWED);
        assertThat(areas.fault(AT + PAGE, UserContext.INSTRUCTION)).isEqualTo(FaultOutcome.NOT_ALLOWED);
    }

    @Test
    void protectionChangesWhatIsBeforeAHole() throws Exception {
        map(AT, PAGE, READ, FIXED);
        map(AT + 2 * PAGE, PAGE, READ, FIXED);
        assertFails(Errno.ENOMEM, () -> areas.protect(AT, 3 * PAGE, NONE));
        assertThat(lines()).containsExactly("50000000-50001000 ---p", "50002000-50003000 r--p");
        assertFails(Errno.ENOMEM, () -> areas.protect(AT + PAGE, PAGE, READ));
        assertFails(Errno.EINVAL, () -> areas.protect(AT + 1, PAGE, READ));
        assertFails(Errno.EINVAL, () -> areas.protect(AT, PAGE, 0x10));
        assertFails(Errno.ENOMEM, () -> areas.protect(AT, -PAGE, READ));
        assertFails(Errno.EINVAL, () -> areas.protect(AT, PAGE, READ | MapFlags.PROTECT_GROWS_DOWN));
        areas.protect(AT, 0, READ);
    }

    @Test
    void thereAreNotMoreAreasThanLinuxAllows() throws Exception {
        for (int i = 0; i < AreaMap.MOST_AREAS - 1; i++) {
            map(AT + 2L * i * PAGE, PAGE, READ, FIXED);
        }
        long last = AT + 2L * AreaMap.MOST_AREAS * PAGE;
        map(last, 3 * PAGE, READ, FIXED);
        assertFails(Errno.ENOMEM, () -> map(0, PAGE, READ, PLAIN));
        assertFails(Errno.ENOMEM, () -> areas.unmap(last + PAGE, PAGE));
        assertFails(Errno.ENOMEM, () -> areas.protect(last, PAGE, NONE));
        areas.protect(last, 3 * PAGE, NONE);
        areas.unmap(last, PAGE);
        areas.unmap(last + PAGE, 2 * PAGE);
        map(0, PAGE, READ, PLAIN);
    }

    @Test
    void aStackGrowsToItsLimitAndKeepsItsDistance() throws Exception {
        long end = HIGH_END;
        map(end - PAGE, PAGE, READ | WRITE, FIXED | MapFlags.GROWS_DOWN);
        areas.setStack(end, end - MemoryAreas.STACK_ROOM);
        memory.putInt(end - 100 * PAGE, 1);
        assertThat(lines()).containsExactly("7ffffff9b000-7ffffffff000 rw-p");
        assertThat(areas.mapsText()).endsWith("[stack]\n");
        assertThat(areas.fault(end - (8 << 20), 0)).isEqualTo(FaultOutcome.RESOLVED);
        assertThat(areas.fault(end - (8 << 20) - 1, 0)).isEqualTo(FaultOutcome.NO_MAPPING);
        areas.setStackLimit(16 << 20);
        long below = end - (10 << 20);
        map(below - PAGE, PAGE, READ, FIXED);
        assertThat(areas.fault(below + AddressSearch.GUARD - 1, 0)).isEqualTo(FaultOutcome.NO_MAPPING);
        assertThat(areas.fault(below + AddressSearch.GUARD, 0)).isEqualTo(FaultOutcome.RESOLVED);
    }

    @Test
    void nothingIsFoundInTheGapBelowAStack() throws Exception {
        map(AT, PAGE, READ, FIXED | MapFlags.GROWS_DOWN);
        assertThat(map(AT - AddressSearch.GUARD, PAGE, READ, PLAIN)).isGreaterThan(HIGH_START);
        assertThat(map(AT - AddressSearch.GUARD - PAGE, PAGE, READ, PLAIN)).isEqualTo(AT - AddressSearch.GUARD - PAGE);
    }

    @Test
    void theBreakMovesAndAnswersWhereItIsIfItCannot() throws Exception {
        assertThat(areas.moveBreak(AT)).as("none yet").isZero();
        areas.beginBreak(AT + 16);
        assertThat(areas.moveBreak(0)).isEqualTo(AT + 16);
        assertThat(areas.moveBreak(AT + 2 * PAGE + 1)).isEqualTo(AT + 2 * PAGE + 1);
        assertThat(lines()).containsExactly("50001000-50003000 rw-p");
        assertThat(areas.mapsText()).endsWith("[heap]\n");
        memory.putInt(AT + 2 * PAGE, 5);
        map(AT + 5 * PAGE, PAGE, READ, FIXED);
        assertThat(areas.moveBreak(AT + 4 * PAGE)).isEqualTo(AT + 4 * PAGE);
        assertThat(areas.moveBreak(AT + 4 * PAGE + 1)).as("no free page behind").isEqualTo(AT + 4 * PAGE);
        assertThat(areas.moveBreak(-1)).isEqualTo(AT + 4 * PAGE);
        assertThat(areas.moveBreak(Long.MAX_VALUE)).isEqualTo(AT + 4 * PAGE);
        assertThat(areas.moveBreak(AT + PAGE)).isEqualTo(AT + PAGE);
        assertThat(areas.moveBreak(AT + 3 * PAGE)).isEqualTo(AT + 3 * PAGE);
        assertThat(memory.getInt(AT + 2 * PAGE)).isZero();
    }

    @Test
    void withoutMemoryAFaultSaysSo() throws Exception {
        long start = map(0, 128 << 20, READ | WRITE, PLAIN | MapFlags.POPULATE);
        assertThat(space.bytes()).as("too much to be brought at once").isZero();
        assertFails(Errno.ENOMEM, () -> areas.advise(start, 128 << 20, MemoryAdvice.POPULATE_WRITE));
        assertThat(areas.fault(start + (127 << 20), 0)).isEqualTo(FaultOutcome.NO_MEMORY);
        areas.clear();
        assertThat(space.bytes()).isZero();
        map(0, 8 * PAGE, READ | WRITE, PLAIN | MapFlags.POPULATE);
        assertThat(space.bytes()).isEqualTo(8 * PAGE);
    }

    @Test
    void mapsTellWhatLinuxTells() throws Exception {
        areas.map(0x7fff_0000_0000L, 2 * PAGE, READ, MapFlags.PRIVATE, ArrayFile.of(new byte[1]), PAGE);
        assertThat(areas.mapsText())
                .isEqualTo("7fff00000000-7fff00002000 r--p 00001000 fe:00 260386                     /usr/bin/head\n");
        map(AT, PAGE, READ | EXECUTE, MapFlags.SHARED | MapFlags.ANONYMOUS | MapFlags.FIXED);
        assertThat(areas.mapsText()).startsWith("50000000-50001000 r-xs 00000000 00:00 0 \n");
    }

    private long map(long address, long length, int protection, int flags) throws PosixException {
        return areas.map(address, length, protection, flags, null, 0);
    }

    private String[] lines() {
        return areas.mapsText()
                .lines()
                .map(line -> line.replaceAll("^(\\S+ \\S+) .*", "$1"))
                .toArray(String[]::new);
    }

    static void assertFails(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
    }
}
