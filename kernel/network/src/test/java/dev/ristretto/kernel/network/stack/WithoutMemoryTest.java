package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever allocation of the stack fails, and some after it: who asked gets the error, or a frame is lost as on a wire;
 * nobody waits for ever, nothing is kept, and the stack goes on.
 */
class WithoutMemoryTest {
    @ParameterizedTest
    @CsvSource({"1, false", "50, false", "1, true", "50, true"})
    void whateverAllocationFailsTheStackGoesOn(long many, boolean proxied) throws Throwable {
        String own = WithoutMemoryTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        ClassLoader loader = AllocationFaults.loader(
                WithoutMemoryTest.class.getClassLoader(),
                "dev.ristretto.kernel.network.",
                (URL file) -> !file.getPath().startsWith(own));
        MethodHandle run = MethodHandles.publicLookup()
                .findStatic(
                        loader.loadClass(WithoutMemoryScenario.class.getName()),
                        "run",
                        MethodType.methodType(long.class, long.class, long.class, boolean.class));
        long allocations = 1;
        for (long first = 0; first < allocations; first += Math.max(1, many / 10)) {
            try {
                allocations = (long) run.invokeExact(first, many, proxied);
            } catch (Throwable e) {
                throw new AssertionError("when allocations " + first + " to " + (first + many - 1) + " fail", e);
            }
        }
        assertThat(allocations).as("allocations of the scenario").isGreaterThan(500);
    }
}
