package dev.ristretto.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A plain JVM passes all checks: so what they expect is right. */
class CheckTest {
    @TestFactory
    Stream<DynamicTest> everyCheckPassesOnAJvm() {
        return Groups.named("all").stream()
                .flatMap(plan -> plan.checks().stream())
                .map(check -> dynamicTest(check.name(), () -> {
                    Expectation.Outcome outcome = check.run();
                    assertNull(outcome.complaint(), () -> String.valueOf(outcome.complaint()));
                }));
    }
}
