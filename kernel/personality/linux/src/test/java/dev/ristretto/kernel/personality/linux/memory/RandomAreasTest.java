package dev.ristretto.kernel.personality.linux.memory;

import static dev.ristretto.kernel.machine.layout.PageAccess.NONE;
import static dev.ristretto.kernel.machine.layout.PageAccess.READ;
import static dev.ristretto.kernel.machine.layout.PageAccess.WRITE;
import static dev.ristretto.kernel.machine.user.UserSpace.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.PosixException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on a few pages, against a model that knows each page by itself. */
class RandomAreasTest {
    private static final long AT = 0x5000_0000L;
    private static final int PAGES = 48;
    private static final int FILE_PAGES = 24;
    private static final int STEPS = 4000;

    /** A page of memory: what is behind it, and if that is nothing else, what is in it. */
    private static final class Cell {
        private int protection;
        private boolean ofFile;
        private boolean shared;
        private int filePage;
        private boolean changed;
        private int value;

        Cell copy() {
            Cell copy = new Cell();
            copy.protection = protection;
            copy.ofFile = ofFile;
            copy.shared = shared;
            copy.filePage = filePage;
            copy.changed = changed;
            copy.value = value;
            return copy;
        }
    }

    private final SimulatedUserSpace space = new SimulatedUserSpace();
    private final MemoryAreas areas = new MemoryAreas(space);
    private final UserMemory memory = new UserMemory(space, areas);
    private final ArrayFile.Content content = new ArrayFile.Content(new byte[(int) (FILE_PAGES * PAGE)]);

    /** What a shared mapping of the file has in its pages. */
    private final int[] fileValues = new int[FILE_PAGES];

    private final @Nullable Cell[] cells = new Cell[PAGES];

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void areasDoWhatPagesByThemselvesWould(long seed) throws Exception {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            int first = random.nextInt(PAGES);
            int count = 1 + random.nextInt(Math.min(8, PAGES - first));
            switch (random.nextInt(12)) {
                case 0, 1 -> map(first, count, random);
                case 2 -> unmap(first, count);
                case 3, 4 -> protect(first, count, random.nextInt(4));
                case 5 -> discard(first, count);
                case 6 -> move(first, count, random.nextInt(PAGES - count + 1));
                case 7 -> areas.sharedMappings().beforeRead(content, 0, Long.MAX_VALUE);
                case 8 -> overwriteFile(random);
                default -> write(first, 1 + random.nextInt(1000));
            }
            for (int page = 0; page < PAGES; page++) {
                compare(page, "seed " + seed + ", step " + step + ", page " + page);
            }
        }
        areas.clear();
        for (int page = 0; page < FILE_PAGES; page++) {
            assertThat(word(page))
                    .as("seed %d, page %d of the file", seed, page)
                    .isEqualTo(fileValues[page]);
        }
        assertThat(space.bytes()).isZero();
        assertThat(content.mappings()).isZero();
    }

    private void map(int first, int count, Random random) throws PosixException {
        boolean ofFile = random.nextBoolean() && count <= FILE_PAGES;
        boolean shared = ofFile && random.nextBoolean();
        int filePage = ofFile ? random.nextInt(FILE_PAGES - count + 1) : 0;
        int protection = random.nextInt(4);
        areas.map(
                AT + first * PAGE,
                count * PAGE,
                protection,
                MapFlags.FIXED | (ofFile ? 0 : MapFlags.ANONYMOUS) | (shared ? MapFlags.SHARED : MapFlags.PRIVATE),
                ofFile ? new ArrayFile(content, true) : null,
                filePage * PAGE);
        for (int i = 0; i < count; i++) {
            Cell cell = new Cell();
            cell.protection = protection;
            cell.ofFile = ofFile;
            cell.shared = shared;
            cell.filePage = filePage + i;
            cells[first + i] = cell;
        }
    }

    private void unmap(int first, int count) throws PosixException {
        areas.unmap(AT + first * PAGE, count * PAGE);
        for (int i = 0; i < count; i++) {
            cells[first + i] = null;
        }
    }

    private void protect(int first, int count, int protection) {
        boolean done = succeeds(() -> areas.protect(AT + first * PAGE, count * PAGE, protection));
        int i = 0;
        for (; i < count; i++) {
            Cell cell = cells[first + i];
            if (cell == null) {
                break;
            }
            cell.protection = protection;
        }
        assertThat(done).isEqualTo(i == count);
    }

    private void discard(int first, int count) {
        boolean done = succeeds(() -> areas.advise(AT + first * PAGE, count * PAGE, MemoryAdvice.DONT_NEED));
        boolean whole = true;
        for (int i = 0; i < count; i++) {
            Cell cell = cells[first + i];
            whole &= cell != null;
            if (cell != null && !cell.shared) {
                cell.changed = false;
                cell.value = 0;
            }
        }
        assertThat(done).isEqualTo(whole);
    }

    private void move(int first, int count, int target) {
        int flags = MapFlags.MOVE_MAY | MapFlags.MOVE_FIXED;
        Cell source = cells[first];
        boolean apart = target + count <= first || first + count <= target;
        boolean done =
                succeeds(() -> areas.remap(AT + first * PAGE, count * PAGE, count * PAGE, flags, AT + target * PAGE));
        if (source == null || !apart) {
            assertThat(done).isFalse();
            return;
        }
        // What was there is gone even if the move fails then, as with Linux.
        for (int i = 0; i < count; i++) {
            cells[target + i] = null;
        }
        if (!done) {
            return;
        }
        for (int i = 0; i < count; i++) {
            Cell cell = cells[first + i];
            assertThat(cell).isNotNull();
            cells[target + i] = cell == null ? null : cell.copy();
            cells[first + i] = null;
        }
    }

    private void write(int page, int value) {
        Cell cell = cells[page];
        boolean done = succeeds(() -> memory.putInt(AT + page * PAGE, value));
        assertThat(done).isEqualTo(cell != null && (cell.protection & WRITE) != 0);
        if (cell == null || !done) {
            return;
        }
        if (cell.shared) {
            fileValues[cell.filePage] = value;
        } else {
            cell.changed = true;
            cell.value = value;
        }
    }

    private void overwriteFile(Random random) throws PosixException {
        int page = random.nextInt(FILE_PAGES);
        areas.sharedMappings().beforeRead(content, page * PAGE, 4);
        byte[] bytes = {(byte) random.nextInt(128), 0, 0, 0};
        new ArrayFile(content, true).write(page * PAGE, bytes, 4);
        areas.sharedMappings().afterWrite(content, page * PAGE, bytes, 0, 4);
        fileValues[page] = bytes[0];
        // Whether private mappings see that is not said by anybody: all see it here, as if they were made anew.
        for (int i = 0; i < PAGES; i++) {
            Cell cell = cells[i];
            if (cell != null && cell.ofFile && !cell.shared) {
                discard(i, 1);
            }
        }
    }

    private void compare(int page, String where) throws PosixException {
        Cell cell = cells[page];
        byte[] found = new byte[4];
        int read = memory.readSome(AT + page * PAGE, found, 0, 4);
        if (cell == null || cell.protection == NONE) {
            assertThat(read).as(where).isZero();
            FaultOutcome outcome = areas.fault(AT + page * PAGE, 0);
            assertThat(outcome).as(where).isEqualTo(cell == null ? FaultOutcome.NO_MAPPING : FaultOutcome.NOT_ALLOWED);
            return;
        }
        assertThat(read).as(where).isEqualTo(4);
        int value = memory.getInt(AT + page * PAGE);
        if (cell.shared) {
            assertThat(value).as(where).isEqualTo(fileValues[cell.filePage]);
        } else if (!cell.ofFile || cell.changed) {
            assertThat(value).as(where).isEqualTo(cell.value);
        }
        int access = space.access(AT + page * PAGE);
        assertThat(access & READ).as(where).isEqualTo(READ);
        assertThat(access & WRITE & ~cell.protection).as(where).isZero();
    }

    private int word(int filePage) {
        int at = (int) (filePage * PAGE);
        byte[] bytes = content.bytes();
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    private interface Attempt {
        void run() throws PosixException;
    }

    private static boolean succeeds(Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (PosixException e) {
            return false;
        }
    }
}
