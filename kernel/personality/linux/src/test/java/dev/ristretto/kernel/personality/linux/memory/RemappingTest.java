package dev.ristretto.kernel.personality.linux.memory;

import static dev.ristretto.kernel.machine.layout.PageAccess.READ;
import static dev.ristretto.kernel.machine.layout.PageAccess.WRITE;
import static dev.ristretto.kernel.machine.user.UserSpace.LOW_END;
import static dev.ristretto.kernel.machine.user.UserSpace.PAGE;
import static dev.ristretto.kernel.personality.linux.memory.MemoryAreasTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.junit.jupiter.api.Test;

class RemappingTest {
    private static final long AT = 0x5000_0000L;
    private static final long ELSEWHERE = 0x6000_0000L;
    private static final int MAY_MOVE = MapFlags.MOVE_MAY;
    private static final int FIXED = MapFlags.MOVE_MAY | MapFlags.MOVE_FIXED;

    private final SimulatedUserSpace space = new SimulatedUserSpace();
    private final MemoryAreas areas = new MemoryAreas(space);
    private final UserMemory memory = new UserMemory(space, areas);

    @Test
    void whatFollowsIsTakenIfItIsFree() throws Exception {
        map(AT, 2);
        memory.putInt(AT + PAGE, 3);
        assertThat(areas.remap(AT, 2 * PAGE, 4 * PAGE, 0, 0)).isEqualTo(AT);
        memory.putInt(AT + 3 * PAGE, 4);
        assertThat(memory.getInt(AT + PAGE)).isEqualTo(3);
        assertThat(areas.remap(AT, 4 * PAGE, PAGE, 0, 0)).isEqualTo(AT);
        assertThat(areas.mappedBytes()).isEqualTo(PAGE);
        assertThat(areas.remap(AT, PAGE, PAGE, 0, 0)).isEqualTo(AT);
    }

    @Test
    void whatHasNoRoomMovesWithItsPages() throws Exception {
        map(AT, 3);
        memory.putInt(AT, 1);
        memory.putInt(AT + PAGE, 2);
        memory.putInt(AT + 2 * PAGE, 3);
        assertFails(Errno.ENOMEM, () -> areas.remap(AT, PAGE, 2 * PAGE, 0, 0));
        long moved = areas.remap(AT, 2 * PAGE, 8 * PAGE, MAY_MOVE, 0);
        assertThat(moved).isNotEqualTo(AT);
        assertThat(memory.getInt(moved)).isEqualTo(1);
        assertThat(memory.getInt(moved + PAGE)).isEqualTo(2);
        assertThat(memory.getInt(moved + 7 * PAGE)).isZero();
        assertThat(areas.fault(AT + PAGE, 0)).isEqualTo(FaultOutcome.NO_MAPPING);
        assertThat(memory.getInt(AT + 2 * PAGE)).isEqualTo(3);
    }

    @Test
    void aFixedMoveReplacesWhatIsThere() throws Exception {
        map(AT, 4);
        map(ELSEWHERE, 4);
        memory.putInt(AT + PAGE, 2);
        memory.putInt(ELSEWHERE + PAGE, 9);
        assertThat(areas.remap(AT + PAGE, 2 * PAGE, PAGE, FIXED, ELSEWHERE + PAGE))
                .isEqualTo(ELSEWHERE + PAGE);
        assertThat(memory.getInt(ELSEWHERE + PAGE)).isEqualTo(2);
        assertThat(areas.fault(AT + 2 * PAGE, 0)).as("cut").isEqualTo(FaultOutcome.NO_MAPPING);
        assertThat(areas.mapsText().lines()).as("joined").hasSize(3);
    }

    @Test
    void sharedPagesAreKnownWhereTheyHaveMovedTo() throws Exception {
        ArrayFile.Content content = new ArrayFile.Content(new byte[(int) (4 * PAGE)]);
        int flags = MapFlags.SHARED | MapFlags.FIXED;
        areas.map(AT, 4 * PAGE, READ | WRITE, flags, new ArrayFile(content, true), 0);
        memory.putInt(AT + 2 * PAGE, 7);
        areas.remap(AT + 2 * PAGE, 2 * PAGE, 2 * PAGE, FIXED, ELSEWHERE);
        memory.putInt(ELSEWHERE + PAGE, 8);
        areas.sync(ELSEWHERE, 2 * PAGE, MapFlags.SYNC_SYNCHRONOUS);
        assertThat(content.bytes()[(int) (2 * PAGE)]).isEqualTo((byte) 7);
        assertThat(content.bytes()[(int) (3 * PAGE)]).isEqualTo((byte) 8);
        areas.clear();
        assertThat(space.bytes()).isZero();
        assertThat(content.mappings()).isZero();
    }

    @Test
    void whatCannotBeMovedIsRefused() throws Exception {
        map(AT, 4);
        areas.protect(AT + 2 * PAGE, 2 * PAGE, READ);
        assertFails(Errno.EINVAL, () -> areas.remap(AT, PAGE, PAGE, 4 | MAY_MOVE, 0));
        assertFails(Errno.EINVAL, () -> areas.remap(AT, PAGE, PAGE, MapFlags.MOVE_FIXED, ELSEWHERE));
        assertFails(Errno.EINVAL, () -> areas.remap(AT + 1, PAGE, PAGE, 0, 0));
        assertFails(Errno.EINVAL, () -> areas.remap(AT, PAGE, 0, 0, 0));
        assertFails(Errno.EINVAL, () -> areas.remap(AT, 0, PAGE, MAY_MOVE, 0));
        assertFails(Errno.EINVAL, () -> areas.remap(AT, 4 * PAGE, PAGE, FIXED, AT + PAGE));
        assertFails(Errno.EINVAL, () -> areas.remap(AT, PAGE, PAGE, FIXED, ELSEWHERE + 1));
        assertFails(Errno.EINVAL, () -> areas.remap(AT, PAGE, PAGE, FIXED, -PAGE));
        assertFails(Errno.EPERM, () -> areas.remap(AT, PAGE, PAGE, FIXED, 0));
        assertFails(Errno.ENOMEM, () -> areas.remap(AT, PAGE, PAGE, FIXED, LOW_END));
        assertFails(Errno.EFAULT, () -> areas.remap(ELSEWHERE, PAGE, 2 * PAGE, MAY_MOVE, 0));
        assertFails(Errno.EFAULT, () -> areas.remap(AT, 4 * PAGE, 5 * PAGE, MAY_MOVE, 0));
        assertFails(Errno.ENOMEM, () -> areas.remap(AT, PAGE, Long.MAX_VALUE, MAY_MOVE, 0));
        assertFails(Errno.ENOMEM, () -> areas.remap(AT, PAGE, LOW_END, MAY_MOVE, 0));
        assertThat(areas.mappedBytes()).isEqualTo(4 * PAGE);
    }

    @Test
    void withoutMemoryEverythingStaysWhereItIs() throws Exception {
        SimulatedUserSpace small = new SimulatedUserSpace(2 * PAGE, () -> {
            throw new UnsupportedOperationException();
        });
        MemoryAreas few = new MemoryAreas(small);
        int flags = MapFlags.PRIVATE | MapFlags.ANONYMOUS | MapFlags.FIXED;
        few.map(AT, 2 * PAGE, READ | WRITE, flags, null, 0);
        UserMemory there = new UserMemory(small, few);
        there.putInt(AT, 1);
        there.putInt(AT + PAGE, 2);
        assertFails(Errno.ENOMEM, () -> few.remap(AT + PAGE, PAGE, PAGE, FIXED, ELSEWHERE));
        assertThat(there.getInt(AT + PAGE)).isEqualTo(2);
        assertThat(few.mapsText().lines()).hasSize(1);
    }

    private void map(long address, int pages) throws PosixException {
        int flags = MapFlags.PRIVATE | MapFlags.ANONYMOUS | MapFlags.FIXED;
        areas.map(address, pages * PAGE, READ | WRITE, flags, null, 0);
    }
}
