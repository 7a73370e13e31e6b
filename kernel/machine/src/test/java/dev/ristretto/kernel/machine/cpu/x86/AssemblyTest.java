package dev.ristretto.kernel.machine.cpu.x86;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.ip.Checksum;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls the kernel's assembly, made into a shared library, on this computer's processor. */
class AssemblyTest {
    private static final int[] SHA256_START = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };

    @TempDir
    private static Path folder;

    private static SymbolLookup library;

    @BeforeAll
    static void assemble() throws IOException, InterruptedException {
        Path sources = Path.of("src/main/asm");
        Path object = folder.resolve("kernel.o");
        Path shared = folder.resolve("kernel.so");
        run(
                "as",
                "--64",
                "-I",
                sources.toString(),
                "-o",
                object.toString(),
                sources.resolve("cpu.S").toString(),
                sources.resolve("memory.S").toString(),
                sources.resolve("sha256.S").toString());
        // Other symbols of cpu.S stay open; nothing here calls what needs them.
        run("ld", "-shared", "-Bsymbolic", "-o", shared.toString(), object.toString());
        library = SymbolLookup.libraryLookup(shared, Arena.global());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
    }

    @Test
    void memmoveCopiesEveryLengthAtEveryDistance() throws Throwable {
        MethodHandle memmove = function("memmove", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        int size = 1100;
        byte[] before = new byte[size];
        new Random(20261123).nextBytes(before);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(size, 64);
            for (int length = 0; length <= 420; length++) {
                for (int distance :
                        new int[] {-300, -129, -65, -33, -31, -17, -8, -3, -1, 0, 1, 2, 7, 16, 31, 32, 33, 64, 127, 300
                        }) {
                    int from = 301 + length % 7;
                    int to = from + distance;
                    MemorySegment.copy(before, 0, memory, JAVA_BYTE, 0, size);
                    byte[] expected = before.clone();
                    System.arraycopy(before, from, expected, to, length);
                    MemorySegment result = (MemorySegment)
                            memmove.invokeExact(memory.asSlice(to), memory.asSlice(from), (long) length);
                    assertThat(memory.toArray(JAVA_BYTE))
                            .as("%d bytes moved by %d", length, distance)
                            .isEqualTo(expected);
                    assertThat(result.address()).isEqualTo(memory.address() + to);
                }
            }
        }
    }

    @Test
    void memsetFillsEveryLength() throws Throwable {
        MethodHandle memset = function("memset", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(128, 64);
            for (int length = 0; length <= 100; length++) {
                memory.fill((byte) 1);
                MemorySegment result = (MemorySegment) memset.invokeExact(memory.asSlice(3), 0x1a5, (long) length);
                byte[] expected = new byte[128];
                Arrays.fill(expected, (byte) 1);
                Arrays.fill(expected, 3, 3 + length, (byte) 0xa5);
                assertThat(memory.toArray(JAVA_BYTE)).isEqualTo(expected);
                assertThat(result.address()).isEqualTo(memory.address() + 3);
            }
        }
    }

    @Test
    void sumsAreThoseOfTheInternetChecksum() throws Throwable {
        MethodHandle sum = function("memory_sum", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
        Random random = new Random(20261123);
        try (Arena arena = Arena.ofConfined()) {
            for (int length = 0; length <= 200; length++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                if (length % 3 == 0) {
                    Arrays.fill(bytes, (byte) -1);
                }
                MemorySegment memory = arena.allocate(length + 8L, 64).asSlice(1);
                MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, length);
                long result = (long) sum.invokeExact(memory, (long) length);
                assertThat(RawMemory.internetSum(result))
                        .as("%d bytes", length)
                        .isEqualTo(Checksum.sum(bytes, 0, length));
            }
        }
    }

    @Test
    void sha256AgreesWithTheJdk() throws Throwable {
        assumeTrue(
                Files.readString(Path.of("/proc/cpuinfo")).contains(" sha_ni"),
                "this processor has no SHA instructions");
        MethodHandle compress = function("sha256_compress", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        Random random = new Random(20261123);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(32, 4);
            for (int blocks = 1; blocks < 20; blocks++) {
                byte[] message = new byte[64 * blocks];
                random.nextBytes(message);
                // The message ends in the padding that a message of this length less nine bytes has.
                byte[] text = Arrays.copyOf(message, message.length - 9);
                ByteBuffer.wrap(message).put(text.length, (byte) 0x80).putLong(text.length + 1, 8L * text.length);
                MemorySegment.copy(SHA256_START, 0, state, JAVA_INT, 0, SHA256_START.length);
                MemorySegment block = arena.allocate(message.length + 1L, 64).asSlice(1);
                MemorySegment.copy(message, 0, block, JAVA_BYTE, 0, message.length);
                for (int i = 0; i < blocks; i++) {
                    compress.invokeExact(state, block.asSlice(64L * i));
                }
                ByteBuffer digest = ByteBuffer.allocate(32).order(ByteOrder.BIG_ENDIAN);
                Arrays.stream(state.toArray(JAVA_INT)).forEach(digest::putInt);
                assertThat(digest.array())
                        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(text));
            }
        }
    }
}
