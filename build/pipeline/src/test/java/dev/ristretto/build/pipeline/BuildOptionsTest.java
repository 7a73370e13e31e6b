package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.OpenedPackages;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildOptionsTest {
    @Test
    void slipOfTheFingersGetsTheNearestKey() {
        assertThatThrownBy(() -> BuildOptions.parse(List.of("max-hep=48m")))
                .isInstanceOf(BuildException.class)
                .hasMessage("Unknown option max-hep. Did you mean max-heap?");
    }

    @Test
    void wordFarFromAnyKeyGetsTheList() {
        assertThatThrownBy(() -> BuildOptions.parse(List.of("flux-compensator=on")))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("flux-compensator", "max-heap", "include-resources");
    }

    @Test
    void wrongValueIsShownWithTheForm() {
        for (String option : List.of(
                "max-heap=much",
                "max-heap=",
                "max-heap",
                "march=pentium",
                "include-resources=(",
                "add-opens=java.lang",
                "add-opens=java.base/java.lng",
                "add-exports=java.bas/java.lang")) {
            assertThatThrownBy(() -> BuildOptions.parse(List.of(option)))
                    .isInstanceOf(BuildException.class)
                    .hasMessageStartingWith("Option " + option + " has no valid value. Write ");
        }
    }

    @Test
    void packagesAreOpenedByOptionsAndByTheManifest() {
        BuildOptions options = BuildOptions.parse(List.of("add-opens=java.base/java.lang"))
                .and(new OpenedPackages(
                        List.of("java.base/sun.net.util"), List.of("java.base/java.lang", "java.base/java.io")));
        assertThat(options.jvmArguments())
                .containsExactly(
                        "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED");
    }

    @Test
    void sizesAreBytesWithBinaryUnits() {
        BuildOptions options = BuildOptions.parse(List.of("max-heap=48m", "stack-size=512K", "young-heap=1000"));

        assertThat(options.compilerOptions())
                .containsExactly("-R:MaxHeapSize=50331648", "-R:MaxNewSize=1000", "-R:StackSize=524288");
    }

    @Test
    void listsBecomeOneInitializationOption() {
        assertThat(BuildOptions.parse(List.of("initialize-at-build-time=a.b,c.D"))
                        .compilerOptions())
                .containsExactly("-H:ClassInitialization=a.b:build_time,c.D:build_time");
    }

    @Test
    void repeatedKeysAddUpAndTheLastSingleValueWins() {
        BuildOptions options = BuildOptions.parse(
                List.of("port=8080", "max-heap=1m", "port=53/udp", "max-heap=2m", "environment=A=b=c"));

        assertThat(options.ports()).containsExactly("8080/tcp", "53/udp");
        assertThat(options.bytes(OptionKey.MAX_HEAP)).contains(2L << 20);
        assertThat(options.environment()).containsEntry("A", "b=c");
    }
}
