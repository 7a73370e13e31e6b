package dev.ristretto.kernel.personality.jdk.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.personality.jdk.lang.JavaOptions.Size;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaOptionsTest {
    @Test
    void propertiesComeFromThreePlacesAndTheLaterWins() {
        JavaOptions options = JavaOptions.of(
                Map.of("JAVA_TOOL_OPTIONS", "-Da=1 -Db=1 -Dc=1", "JDK_JAVA_OPTIONS", "-Db=2 -Dc=2"), Map.of("c", "3"));
        assertThat(options.properties()).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
        assertThat(options.ignored()).isEmpty();
    }

    @Test
    void quotesKeepSpacesAndPropertiesMayBeEmptyOrHoldEqualsSigns() {
        assertThat(of("  -Da=\"x y\"z '-Db=it is' -Dc -Dd= -De=f=g").properties())
                .isEqualTo(Map.of("a", "x yz", "b", "it is", "c", "", "d", "", "e", "f=g"));
    }

    @Test
    void sizesHaveUnits() {
        assertThat(of("-Xmx1g -Xms2M -Xss512k -Xmn65536").sizes())
                .isEqualTo(Map.of(
                        Size.LARGEST_HEAP,
                        1L << 30,
                        Size.SMALLEST_HEAP,
                        2L << 20,
                        Size.STACK,
                        512L << 10,
                        Size.YOUNG_GENERATION,
                        65536L));
    }

    @Test
    void whatHasNoEffectIsNamed() {
        JavaOptions options = of("-server -XX:+UseG1GC -Xmxlots -Xmx -Xmx-1 -Xmx9999999999g -D -ea -da");
        assertThat(options.sizes()).isEmpty();
        assertThat(options.properties()).isEmpty();
        assertThat(options.ignored())
                .containsExactly(
                        "JDK_JAVA_OPTIONS: -XX:+UseG1GC means nothing to a unikernel and is ignored",
                        "JDK_JAVA_OPTIONS: -Xmxlots is no size and ignored",
                        "JDK_JAVA_OPTIONS: -Xmx is no size and ignored",
                        "JDK_JAVA_OPTIONS: -Xmx-1 is no size and ignored",
                        "JDK_JAVA_OPTIONS: -Xmx9999999999g is no size and ignored",
                        "JDK_JAVA_OPTIONS: -D means nothing to a unikernel and is ignored",
                        "JDK_JAVA_OPTIONS: -ea means nothing to a unikernel and is ignored");
    }

    @Test
    void aVariableOfAPropertyIsNone() {
        assertThat(JavaOptions.propertyOf("-Duser.home")).isEqualTo("user.home");
        assertThat(JavaOptions.propertyOf("HOME")).isEmpty();
        assertThat(JavaOptions.propertyOf("-D")).isEmpty();
    }

    private static JavaOptions of(String text) {
        return JavaOptions.of(Map.of("JDK_JAVA_OPTIONS", text), Map.of());
    }
}
