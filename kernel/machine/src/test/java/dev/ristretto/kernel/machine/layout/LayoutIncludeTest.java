package dev.ristretto.kernel.machine.layout;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.machine.layout.x86.ProcessorStart;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayoutIncludeTest {
    @Test
    void theAssemblyUsesTheOffsetsOfTheseStructures() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/asm/layout.inc")))
                .filteredOn(line -> !line.startsWith("#"))
                .map(String::strip)
                .containsExactly(
                        ".set CPU_SELF, " + offset(CpuContextPointer.class, "getSelf"),
                        ".set CURRENT_THREAD, " + offset(CpuContextPointer.class, "getCurrentThread"),
                        ".set FLUSH, " + offset(CpuContextPointer.class, "getFlush"),
                        ".set FLUSH_ALL, " + CpuContextPointer.FLUSH_ALL,
                        ".set HOSTED, " + offset(CpuContextPointer.class, "getHosted"),
                        ".set INTERRUPTS, " + offset(CpuContextPointer.class, "getInterrupts"),
                        ".set PENDING, " + offset(CpuContextPointer.class, "getPending"),
                        ".set RESUME, " + offset(CpuContextPointer.class, "getResume"),
                        ".set ROOT, " + offset(CpuContextPointer.class, "getRoot"),
                        ".set STACK, " + offset(CpuContextPointer.class, "getStack"),
                        ".set THREAD_POINTER, " + offset(CpuContextPointer.class, "getThreadPointer"),
                        ".set USER_CONTEXT, " + offset(CpuContextPointer.class, "getUserContext"),
                        ".set USER_STACK, " + offset(CpuContextPointer.class, "getUserStack"),
                        ".set FLAG_INTERRUPTS, " + CpuPointer.INTERRUPTS_ON,
                        ".set THREAD_STACK_POINTER, " + offset(ThreadContextPointer.class, "getStackPointer"),
                        ".set THREAD_STACK_BASE, "
                                + (size(ThreadContextPointer.class) + offset(ThreadPointer.class, "getStackBase")),
                        ".set START_CLAIM, " + ProcessorStart.CLAIM,
                        ".set START_ROOT, " + ProcessorStart.ROOT,
                        ".set START_SEGMENTS, " + ProcessorStart.SEGMENTS,
                        ".set START_STACK, " + ProcessorStart.STACK,
                        ".set START_BLOCK, " + ProcessorStart.BLOCK,
                        ".set USER_KERNEL_STACK, " + UserContextBlock.KERNEL_STACK,
                        ".set USER_ADDRESS, " + UserContextBlock.ADDRESS,
                        ".set USER_THREAD_POINTER, " + UserContextBlock.THREAD_POINTER,
                        ".set USER_PENDING, " + UserContextBlock.PENDING,
                        ".set USER_ROOT, " + UserContextBlock.ROOT,
                        ".set USER_IS_PLAIN, " + UserContextBlock.IS_PLAIN,
                        ".set USER_ENVIRONMENT, " + UserContextBlock.ENVIRONMENT,
                        ".set USER_CONTROL, " + UserContextBlock.PLAIN_CONTROL,
                        ".set USER_VECTORS, " + UserContextBlock.VECTORS,
                        ".set USER_PLAIN, " + UserContextBlock.PLAIN,
                        ".set USER_SYSTEM_CALL, " + UserContextBlock.SYSTEM_CALL,
                        ".set USER_INTERRUPTED, " + UserContextBlock.INTERRUPTED);
    }

    /** As the ahead-of-time compiler lays out what is a RawStructure: large fields first, then by their names. */
    private static int offset(Class<?> structure, String name) {
        List<Method> getters = getters(structure)
                .sorted(comparingInt((Method getter) -> size(getter))
                        .reversed()
                        .thenComparing(Method::getName, naturalOrder()))
                .toList();
        int offset = 0;
        for (Method getter : getters) {
            if (getter.getName().equals(name)) {
                return offset;
            }
            offset += size(getter);
        }
        throw new AssertionError(structure + " has no " + name);
    }

    private static Stream<Method> getters(Class<?> structure) {
        return Arrays.stream(structure.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("get"));
    }

    private static int size(Class<?> structure) {
        return getters(structure).mapToInt(LayoutIncludeTest::size).sum();
    }

    private static int size(Method getter) {
        return getter.getReturnType() == int.class ? Integer.BYTES : Long.BYTES;
    }
}
