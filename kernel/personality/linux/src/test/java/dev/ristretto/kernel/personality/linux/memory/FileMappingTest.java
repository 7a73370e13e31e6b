package dev.ristretto.kernel.personality.linux.memory;

import static dev.ristretto.kernel.machine.layout.PageAccess.EXECUTE;
import static dev.ristretto.kernel.machine.layout.PageAccess.NONE;
import static dev.ristretto.kernel.machine.layout.PageAccess.READ;
import static dev.ristretto.kernel.machine.layout.PageAccess.WRITE;
import static dev.ristretto.kernel.machine.user.UserSpace.PAGE;
import static dev.ristretto.kernel.personality.linux.memory.MemoryAreasTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FileMappingTest {
    private static final int PRIVATE = MapFlags.PRIVATE;
    private static final int SHARED = MapFlags.SHARED;
    private static final int FULL_PAGES = 40;

    private final SimulatedUserSpace space = new SimulatedUserSpace();
    private final MemoryAreas areas = new MemoryAreas(space);
    private final UserMemory memory = new UserMemory(space, areas);
    private final ArrayFile.Content content = new ArrayFile.Content(numbered());
    private final ArrayFile file = new ArrayFile(content, true);

    @Test
    void pagesComeSixteenAtOnceAndTheLastOneEndsInZeros() throws Exception {
        long start = map(READ, PRIVATE, file, 0);
        assertThat(memory.getByte(start)).isEqualTo((byte) 1);
        assertThat(space.bytes()).isLessThanOrEqualTo(16 * PAGE).isGreaterThan(PAGE);
        assertThat(memory.getByte(start + (FULL_PAGES - 1) * PAGE)).isEqualTo((byte) FULL_PAGES);
        assertThat(memory.getByte(start + FULL_PAGES * PAGE + 9)).isEqualTo((byte) (FULL_PAGES + 1));
        assertThat(memory.getByte(start + FULL_PAGES * PAGE + 10)).isZero();
        assertThat(areas.fault(start + (FULL_PAGES + 1) * PAGE, 0)).isEqualTo(FaultOutcome.BEYOND_FILE);
    }

    @Test
    void privateChangesStayOutOfTheFileAndGoWithDontNeed() throws Exception {
        long start = map(READ | WRITE, PRIVATE, new ArrayFile(content, false), PAGE);
        memory.putInt(start, 99);
        assertThat(content.bytes()[(int) PAGE]).isEqualTo((byte) 2);
        areas.advise(start, PAGE, MemoryAdvice.DONT_NEED);
        assertThat(memory.getByte(start)).isEqualTo((byte) 2);
        assertFails(Errno.EINVAL, () -> areas.advise(start, PAGE, MemoryAdvice.FREE));
    }

    @Test
    void twoSharedMappingsAreOneMemory() throws Exception {
        long first = map(READ | WRITE, SHARED, file, 0);
        long second = map(READ | WRITE, SHARED, new ArrayFile(content, true), PAGE);
        memory.putInt(first + PAGE, 99);
        assertThat(memory.getInt(second)).isEqualTo(99);
        memory.putInt(second, 100);
        assertThat(memory.getInt(first + PAGE)).isEqualTo(100);
        assertThat(content.bytes()[(int) PAGE]).as("not before it is asked for").isEqualTo((byte) 2);
        areas.unmap(first, 50 * PAGE);
        assertThat(content.bytes()[(int) PAGE]).isEqualTo((byte) 100);
        memory.putInt(second, 101);
        areas.sync(second, PAGE, MapFlags.SYNC_SYNCHRONOUS);
        assertThat(content.bytes()[(int) PAGE]).isEqualTo((byte) 101);
        assertThat(content.syncs()).isEqualTo(1);
        memory.putInt(second, 102);
        areas.clear();
        assertThat(content.bytes()[(int) PAGE]).isEqualTo((byte) 102);
        assertThat(content.mappings()).isZero();
        assertThat(space.bytes()).isZero();
    }

    @Test
    void nothingIsWrittenBehindTheEndOfTheFile() throws Exception {
        long start = map(READ | WRITE, SHARED, file, 0);
        int length = content.bytes().length;
        memory.putInt(start + FULL_PAGES * PAGE + 8, -1);
        areas.sync(start, 41 * PAGE, MapFlags.SYNC_SYNCHRONOUS);
        assertThat(content.bytes()).hasSize(length);
        assertThat(content.bytes()[length - 1]).isEqualTo((byte) -1);
    }

    @Test
    void aFullFileSystemIsToldByMsyncAndLosesNothing() throws Exception {
        long start = map(READ | WRITE, SHARED, file, 0);
        memory.putInt(start, 99);
        content.fill();
        assertFails(Errno.ENOSPC, () -> areas.sync(start, PAGE, MapFlags.SYNC_SYNCHRONOUS));
        assertFails(Errno.ENOSPC, () -> areas.sync(start, PAGE, MapFlags.SYNC_SYNCHRONOUS));
        assertThat(memory.getInt(start)).isEqualTo(99);
    }

    @Test
    void filesAndTheirSharedMappingsAgree() throws Exception {
        long start = map(READ | WRITE, SHARED, file, 0);
        memory.putInt(start + 2 * PAGE, 77);
        areas.sharedMappings().beforeRead(content, 2 * PAGE, 1);
        assertThat(content.bytes()[(int) (2 * PAGE)]).isEqualTo((byte) 77);
        byte[] written = {9, 8, 7, 6};
        memory.getByte(start + 3 * PAGE);
        areas.sharedMappings().afterWrite(content, 3 * PAGE - 2, written, 0, 4);
        assertThat(memory.bytes(start + 3 * PAGE - 2, 4)).isEqualTo(written);
        assertThat(memory.getInt(start + 2 * PAGE)).isEqualTo(77);
        content.resize((int) (3 * PAGE + 1));
        areas.sharedMappings().afterTruncate(content, 3 * PAGE + 1);
        assertThat(memory.bytes(start + 3 * PAGE, 2)).containsExactly(7, 0);
        assertThat(areas.fault(start + 4 * PAGE, 0)).isEqualTo(FaultOutcome.BEYOND_FILE);
    }

    @Test
    void aWrittenPageStaysWritableUntilItIsWrittenBack() throws Exception {
        long start = map(READ | WRITE, SHARED, file, 0);
        assertThat(areas.fault(start, 0)).isEqualTo(FaultOutcome.RESOLVED);
        assertThat(space.access(start)).isEqualTo(READ);
        assertThat(areas.fault(start, UserContext.WRITE | UserContext.PRESENT)).isEqualTo(FaultOutcome.RESOLVED);
        assertThat(space.access(start)).isEqualTo(READ | WRITE);
        areas.sync(start, PAGE, MapFlags.SYNC_ASYNCHRONOUS);
        assertThat(space.access(start)).isEqualTo(READ);
    }

    @Test
    void aPageThatMayNotBeTouchedAnyMoreIsWrittenBackAllTheSame() throws Exception {
        long start = map(READ | WRITE, SHARED, file, 0);
        memory.putInt(start, 55);
        areas.protect(start, PAGE, NONE);
        areas.sync(start, PAGE, MapFlags.SYNC_SYNCHRONOUS);
        assertThat(content.bytes()[0]).isEqualTo((byte) 55);
        assertThat(space.access(start)).isEqualTo(NONE);
    }

    @Test
    void rightsToTheFileLimitSharedMappings() throws Exception {
        ArrayFile readable = new ArrayFile(content, false);
        assertFails(Errno.EACCES, () -> map(READ | WRITE, SHARED, readable, 0));
        assertFails(Errno.EACCES, () -> map(READ | WRITE, MapFlags.SHARED_VALIDATE, readable, 0));
        assertFails(Errno.EOPNOTSUPP, () -> map(READ, MapFlags.SHARED_VALIDATE | 0x8_0000, file, 0));
        assertFails(Errno.EINVAL, () -> map(READ, SHARED | MapFlags.GROWS_DOWN, file, 0));
        assertFails(Errno.EINVAL, () -> map(READ, PRIVATE, file, 1));
        assertFails(Errno.EOVERFLOW, () -> map(READ, PRIVATE, file, -PAGE));
        long start = map(READ, SHARED, readable, 0);
        assertFails(Errno.EACCES, () -> areas.protect(start, PAGE, READ | WRITE));
        areas.protect(start, PAGE, READ | EXECUTE);
        assertThat(areas.fault(start, UserContext.INSTRUCTION)).isEqualTo(FaultOutcome.RESOLVED);
        assertThat(areas.fault(start, UserContext.WRITE)).isEqualTo(FaultOutcome.NOT_ALLOWED);
        long own = map(READ | WRITE, PRIVATE, readable, 0);
        memory.putInt(own, 1);
    }

    @Test
    void aFileIsHeldUntilItsLastAreaIsGone() throws Exception {
        long start = map(READ, PRIVATE, file, 0);
        areas.unmap(start + PAGE, PAGE);
        areas.protect(start + 4 * PAGE, PAGE, NONE);
        areas.unmap(start, PAGE);
        assertThat(content.mappings()).isEqualTo(1);
        areas.protect(start + 4 * PAGE, PAGE, READ);
        areas.unmap(start + 2 * PAGE, 48 * PAGE);
        assertThat(content.mappings()).isZero();
    }

    @Test
    void adviceThatLinuxKnowsIsFollowedOrIgnored() throws Exception {
        int plain = PRIVATE | MapFlags.ANONYMOUS;
        long start = areas.map(0, 4 * PAGE, READ | WRITE, plain, null, 0);
        memory.putInt(start, 1);
        for (int hint : new int[] {0, 1, 2, 3, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 25}) {
            areas.advise(start, 4 * PAGE, hint);
        }
        assertThat(memory.getInt(start)).isEqualTo(1);
        areas.advise(start, 1, MemoryAdvice.DONT_NEED);
        assertThat(space.bytes()).isZero();
        areas.advise(start, 4 * PAGE, MemoryAdvice.POPULATE_WRITE);
        assertThat(space.bytes()).isEqualTo(4 * PAGE);
        areas.advise(start, 4 * PAGE, MemoryAdvice.FREE);
        assertThat(memory.getInt(start)).isZero();
        for (int unknown : new int[] {-1, 5, 6, 7, 26, 100, 102}) {
            assertFails(Errno.EINVAL, () -> areas.advise(start, PAGE, unknown));
        }
        assertFails(Errno.EINVAL, () -> areas.advise(start + 1, PAGE, 0));
        assertFails(Errno.EINVAL, () -> areas.advise(start, -1, 0));
        memory.putInt(start, 1);
        assertFails(Errno.ENOMEM, () -> areas.advise(start - PAGE, 2 * PAGE, MemoryAdvice.DONT_NEED));
        assertThat(memory.getInt(start)).as("the rest is done").isZero();
        areas.protect(start, PAGE, NONE);
        assertFails(Errno.EINVAL, () -> areas.advise(start, PAGE, MemoryAdvice.POPULATE_READ));
        long mapped = map(READ, PRIVATE, file, 0);
        assertFails(Errno.EFAULT, () -> areas.advise(mapped, 50 * PAGE, MemoryAdvice.POPULATE_READ));
    }

    @Test
    void sharedMemoryWithoutAFileKeepsItsContent() throws Exception {
        long start = areas.map(0, PAGE, READ | WRITE, SHARED | MapFlags.ANONYMOUS, null, 0);
        memory.putInt(start, 5);
        areas.advise(start, PAGE, MemoryAdvice.DONT_NEED);
        assertThat(memory.getInt(start)).isEqualTo(5);
        areas.advise(start, PAGE, MemoryAdvice.REMOVE);
        assertThat(memory.getInt(start)).isZero();
    }

    @Test
    void msyncIsHeldToItsRules() throws Exception {
        long start = map(READ, PRIVATE, file, 0);
        areas.sync(start, 50 * PAGE, MapFlags.SYNC_SYNCHRONOUS | MapFlags.SYNC_INVALIDATE);
        areas.sync(start, 0, 0);
        assertFails(Errno.EINVAL, () -> areas.sync(start, PAGE, 5));
        assertFails(Errno.EINVAL, () -> areas.sync(start, PAGE, 8));
        assertFails(Errno.EINVAL, () -> areas.sync(start + 1, PAGE, 4));
        assertFails(Errno.ENOMEM, () -> areas.sync(start, 60 * PAGE, 4));
        assertFails(Errno.ENOMEM, () -> areas.sync(start, -1, 4));
    }

    private long map(int protection, int flags, MappedFile mapped, long offset) throws PosixException {
        return areas.map(0, 50 * PAGE, protection, flags, mapped, offset);
    }

    /** Forty full pages and ten bytes; each byte is the number of its page from 1 on. */
    private static byte[] numbered() {
        byte[] bytes = new byte[(int) (FULL_PAGES * PAGE + 10)];
        for (int page = 0; page <= FULL_PAGES; page++) {
            int from = (int) (page * PAGE);
            Arrays.fill(bytes, from, (int) Math.min(bytes.length, from + PAGE), (byte) (page + 1));
        }
        return bytes;
    }
}
