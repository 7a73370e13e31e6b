package dev.ristretto.kernel.personality.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.ArrayFile;
import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.SimulatedUserSpace;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramLoaderTest {
    private static final long CAPABILITIES = 0x178b_fbff;

    private final Map<String, MappedFile> files = new HashMap<>();
    private final SimulatedUserSpace space = new SimulatedUserSpace();
    private final MemoryAreas areas = new MemoryAreas(space);
    private final UserMemory memory = new UserMemory(space, areas);

    @Test
    void aProgramThatCannotBeMovedIsWhereItWantsToBe() throws Exception {
        files.put("/static", fixed().file());
        LoadedProgram program = load("/static", List.of("static"), List.of());
        assertThat(program.entry()).isEqualTo(0x40_1040);
        assertThat(program.executable()).isEqualTo("/static");
        assertThat(memory.getLong(0x40_0000)).isEqualTo(0x0001_0102_464c_457fL);
        assertThat(areas.mapsText()).startsWith("00400000-00402000 r-xp 00000000");
        assertThat(areas.moveBreak(0)).isBetween(0x40_7000L, 0x40_7000L + (32 << 20));
    }

    @Test
    void theRestOfTheLastPageAndWhatFollowsIsZero() throws Exception {
        byte[] dirty = new byte[0x1000];
        Arrays.fill(dirty, (byte) 7);
        files.put("/static", fixed().put(0x2f80, Arrays.copyOf(dirty, 0x1000)).file());
        load("/static", List.of("static"), List.of());
        assertThat(memory.getByte(0x40_3f80)).isEqualTo((byte) 7);
        assertThat(memory.getByte(0x40_3fff)).isEqualTo((byte) 7);
        assertThat(memory.bytes(0x40_4000, 0x3000)).containsOnly(0);
        files.put(
                "/short",
                new ElfFile()
                        .type(2)
                        .header(ElfFile.LOAD, 6, 0x2f80, 0x50_0f80, 0x20, 0x40, 0x1000)
                        .put(0x2f80, dirty)
                        .file());
        areas.clear();
        load("/short", List.of("short"), List.of());
        assertThat(memory.getByte(0x50_0f9f)).isEqualTo((byte) 7);
        assertThat(memory.bytes(0x50_0fa0, 0x60)).containsOnly(0);
    }

    @Test
    void aMovableProgramIsMovedAtRandomAndItsInterpreterBegins() throws Exception {
        files.put("/bin/app", ElfFile.movable().interpreter("/lib/ld.so").file());
        files.put("/lib/ld.so", ElfFile.movable().entry(0x1080).file());
        LoadedProgram program = load("/bin/app", List.of("app"), List.of());
        Map<Long, Long> vector = vector(program.stackPointer());
        long moved = told(vector, 9) - 0x1040;
        assertThat(moved).isBetween(UserSpace.HIGH_START, UserSpace.HIGH_START + (1L << 40));
        assertThat(told(vector, 3)).isEqualTo(moved + 64);
        assertThat(memory.getLong(told(vector, 7))).isEqualTo(0x0001_0102_464c_457fL);
        assertThat(program.entry()).isEqualTo(told(vector, 7) + 0x1080);
        assertThat(told(vector, 7)).isGreaterThan(moved);
        areas.clear();
        LoadedProgram again = new ProgramLoader(new Random(99)::nextLong, Credentials.ROOT, CAPABILITIES)
                .load(areas, memory, this::open, "/bin/app", List.of("app"), List.of());
        assertThat(again.entry()).isNotEqualTo(program.entry());
        assertThat(again.stackPointer()).isNotEqualTo(program.stackPointer());
    }

    @Test
    void theStackIsAsTheAbiSays() throws Exception {
        files.put("/static", fixed().header(ElfFile.STACK, 6, 0, 0, 0, 0, 16).file());
        LoadedProgram program = load("/static", List.of("first", "zweites Ü", ""), List.of("A=1", "B=2"));
        long pointer = program.stackPointer();
        assertThat(pointer & 15).isZero();
        assertThat(memory.getLong(pointer)).isEqualTo(3);
        assertThat(memory.texts(pointer + 8)).containsExactly("first", "zweites Ü", "");
        assertThat(memory.texts(pointer + 40)).containsExactly("A=1", "B=2");
        long firstText = memory.getLong(pointer + 8);
        assertThat(memory.getLong(pointer + 16)).as("one behind the other").isEqualTo(firstText + 6);
        Map<Long, Long> vector = vector(pointer);
        assertThat(vector.keySet())
                .containsExactlyInAnyOrder(
                        51L, 16L, 6L, 17L, 3L, 4L, 5L, 7L, 8L, 9L, 11L, 12L, 13L, 14L, 23L, 25L, 26L, 31L, 15L, 27L,
                        28L);
        assertThat(vector)
                .containsEntry(3L, 0x40_0040L)
                .containsEntry(4L, 56L)
                .containsEntry(5L, 3L)
                .containsEntry(6L, 4096L)
                .containsEntry(7L, 0L)
                .containsEntry(9L, 0x40_1040L)
                .containsEntry(11L, 0L)
                .containsEntry(16L, CAPABILITIES)
                .containsEntry(17L, 100L)
                .containsEntry(23L, 0L)
                .containsEntry(26L, 0L);
        assertThat(memory.path(told(vector, 31))).isEqualTo("/static");
        assertThat(memory.path(told(vector, 15))).isEqualTo("x86_64");
        assertThat(memory.bytes(told(vector, 25), 16)).isNotEqualTo(new byte[16]);
        assertThat(areas.mapsText()).containsPattern("rw-p 00000000 00:00 0 +\\[stack]");
        memory.putLong(pointer - (1 << 20), 1);
    }

    @Test
    void aStackOnWhichCodeRunsIsAskedFor() throws Exception {
        files.put("/static", fixed().header(ElfFile.STACK, 7, 0, 0, 0, 0, 16).file());
        load("/static", List.of("static"), List.of());
        assertThat(areas.mapsText()).containsPattern("rwxp 00000000 00:00 0 +\\[stack]");
    }

    @Test
    void aScriptIsAnArgumentOfItsInterpreter() throws Exception {
        files.put("/static", fixed().file());
        files.put("/a", script("#!/b -x y\n"));
        files.put("/b", script("#!/static\n"));
        LoadedProgram program = load("/a", List.of("a", "1"), List.of());
        assertThat(program.executable()).isEqualTo("/static");
        assertThat(program.arguments()).containsExactly("/static", "/b", "-x y", "/a", "1");
        assertThat(memory.texts(program.stackPointer() + 8)).isEqualTo(program.arguments());
        assertThat(memory.path(told(vector(program.stackPointer()), 31))).isEqualTo("/a");
    }

    @Test
    void scriptsOfScriptsComeToAnEnd() throws Exception {
        files.put("/static", fixed().file());
        for (int i = 1; i <= 5; i++) {
            files.put("/" + i, script("#!/" + (i - 1) + "\n"));
        }
        files.put("/0", files.get("/static"));
        load("/4", List.of("4"), List.of());
        assertFails(Errno.ELOOP, () -> load("/5", List.of("5"), List.of()));
        files.put("/self", script("#!/self\n"));
        assertFails(Errno.ELOOP, () -> load("/self", List.of("self"), List.of()));
    }

    @Test
    void whatCannotBeStartedLeavesNothing() {
        files.put("/empty", ArrayFile.of(new byte[0]));
        files.put("/text", script("echo\n"));
        files.put("/lost", ElfFile.movable().interpreter("/lib/none").file());
        files.put("/odd", ElfFile.movable().interpreter("/text").file());
        files.put("/static", fixed().file());
        assertFails(Errno.ENOENT, () -> load("/none", List.of(), List.of()));
        assertFails(Errno.ENOEXEC, () -> load("/empty", List.of(), List.of()));
        assertFails(Errno.ENOEXEC, () -> load("/text", List.of(), List.of()));
        assertFails(Errno.ENOENT, () -> load("/lost", List.of(), List.of()));
        assertFails(Errno.ENOEXEC, () -> load("/odd", List.of(), List.of()));
        assertFails(Errno.E2BIG, () -> load("/static", List.of("a".repeat(131072)), List.of()));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add("a".repeat(131000));
        }
        assertFails(Errno.E2BIG, () -> load("/static", List.of("static"), many));
        assertThat(areas.mappedBytes()).isZero();
    }

    @Test
    void withoutArgumentsThereIsAnEmptyOne() throws Exception {
        files.put("/static", fixed().file());
        assertThat(load("/static", List.of(), List.of()).arguments()).containsExactly("");
        areas.clear();
        String longest = "a".repeat(131071);
        LoadedProgram program = load("/static", List.of(longest, longest, longest), List.of(longest));
        assertThat(memory.getLong(program.stackPointer())).isEqualTo(3);
    }

    /** Whatever is in a file: it is loaded, or there is a reason, and nothing else is touched. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void changedFilesAreLoadedOrRefused(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] whole = fixed().interpreter("/lib/ld.so").bytes();
        files.put("/lib/ld.so", ElfFile.movable().file());
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                ElfImageTest.change(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), random);
            }
            files.put("/bin/app", ArrayFile.of(bytes));
            try {
                load("/bin/app", List.of("app"), List.of("A=1"));
            } catch (PosixException e) {
                assertThat(e.errno())
                        .as("seed %d round %d", seed, round)
                        .isIn(Errno.ENOEXEC, Errno.ENOENT, Errno.ENOMEM);
            }
            areas.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/true", "/bin/busybox"})
    void realProgramsAreLoaded(String path) throws Exception {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of(path)) && System.getProperty("os.arch").equals("amd64"));
        LoadedProgram program = new ProgramLoader(new Random(1)::nextLong, Credentials.ROOT, CAPABILITIES)
                .load(areas, memory, name -> ArrayFile.of(read(name)), path, List.of("true"), List.of());
        assertThat(areas.fault(program.entry(), 16)).hasToString("RESOLVED");
    }

    private static byte[] read(String path) throws PosixException {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException e) {
            throw new PosixException(Errno.ENOENT);
        }
    }

    private static ElfFile fixed() {
        return new ElfFile()
                .type(2)
                .entry(0x40_1040)
                .header(ElfFile.LOAD, 5, 0, 0x40_0000, 0x1100, 0x1100, 0x1000)
                .header(ElfFile.LOAD, 6, 0x2f80, 0x40_3f80, 0x80, 0x3080, 0x1000);
    }

    private static MappedFile script(String text) {
        return ArrayFile.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private MappedFile open(String path) throws PosixException {
        MappedFile file = files.get(path);
        if (file == null) {
            throw new PosixException(Errno.ENOENT);
        }
        return file;
    }

    private LoadedProgram load(String path, List<String> arguments, List<String> environment) throws PosixException {
        return new ProgramLoader(new Random(5)::nextLong, Credentials.ROOT, CAPABILITIES)
                .load(areas, memory, this::open, path, arguments, environment);
    }

    /** What stands behind the two lists of texts. */
    private Map<Long, Long> vector(long pointer) throws PosixException {
        long at = pointer + 8 + 8 * (memory.getLong(pointer) + 1);
        while (memory.getLong(at) != 0) {
            at += 8;
        }
        Map<Long, Long> vector = new HashMap<>();
        for (at += 8; memory.getLong(at) != 0; at += 16) {
            vector.put(memory.getLong(at), memory.getLong(at + 8));
        }
        return vector;
    }

    private static long told(Map<Long, Long> vector, long key) {
        return Objects.requireNonNull(vector.get(key));
    }

    private static void assertFails(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
    }
}
