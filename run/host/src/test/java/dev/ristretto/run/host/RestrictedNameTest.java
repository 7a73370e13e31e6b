package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictedNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "Data-1", "2026.01_31", "0123456789012345678901234567890123456789012345678901234567890ab"})
    void aNameThatIsAFileNameIsTaken(String name) {
        assertThat(RestrictedName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                ".hidden",
                "-x",
                "a/b",
                "a b",
                "ä",
                "a\n",
                "0123456789012345678901234567890123456789012345678901234567890abc"
            })
    void whatLeadsElsewhereOrHidesIsNot(String name) {
        assertThat(RestrictedName.isValid(name)).isFalse();
        assertThat(RestrictedName.refusal(name, "a volume")).startsWith("'" + name + "' is no name for a volume: use ");
    }
}
