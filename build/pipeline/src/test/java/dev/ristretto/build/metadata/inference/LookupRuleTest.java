package dev.ristretto.build.metadata.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LookupRuleTest {
    @Test
    void everyRuleSaysWhatItIsOfAndWhenItHolds() {
        assertThat(LookupRule.all()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.of()).isNotBlank();
            assertThat(rule.used()).as(rule.of()).doesNotHaveDuplicates();
            assertThat(rule.arrays()).as(rule.of()).doesNotHaveDuplicates();
            assertThat(rule.used().isEmpty())
                    .as(rule.of())
                    .isNotEqualTo(rule.arrays().isEmpty());
            assertThat(rule.interfaces()).as(rule.of()).doesNotHaveDuplicates();
        });
    }

    /** A name that is wrong, or that another JDK has no longer, would do nothing, in silence. */
    @Test
    void typesOfTheJdkExist() {
        List<String> missing = new ArrayList<>();
        for (LookupRule rule : LookupRule.all()) {
            Stream.of(rule.used(), rule.arrays(), rule.types(), rule.subtypesOf(), rule.interfaces())
                    .flatMap(List::stream)
                    .filter(name -> name.replaceFirst("^\\[+L?", "").matches("(java|sun|com\\.sun|jdk)\\..*"))
                    .filter(name -> !exists(name))
                    .forEach(name -> missing.add(rule.of() + ": " + name));
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
