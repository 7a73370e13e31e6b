package dev.ristretto.run.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.ristretto.abi.RootOptions;
import dev.ristretto.abi.TemporaryPlace;
import dev.ristretto.abi.VolumePlace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryFilesTest {

    private static InstanceSpecification specification(long memory, String... places) {
        List<TemporaryPlace> temporary =
                Stream.of(places).map(TemporaryFiles::parse).toList();
        return InstanceSpecification.builder("web", Path.of("image.elf"), memory)
                .root(new RootOptions(false, temporary))
                .volumes(List.of(new VolumeMount(Path.of("disk"), new VolumePlace("/var/lib/app", false))))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tmp", "/tmp:64M", "/var/cache/app:1536K"})
    void whatIsWrittenIsReadAsTheSame(String text) {
        assertThat(TemporaryFiles.format(TemporaryFiles.parse(text))).isEqualTo(text);
        assertThat(TemporaryFiles.parse("/tmp:64")).isEqualTo(new TemporaryPlace("/tmp", 64 << 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tmp", "/", ":64M", "/tmp:", "/tmp:0", "/tmp:many", "//tmp"})
    void whatIsNoPlaceIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TemporaryFiles.parse(text));
    }

    @Test
    void moreThanTheMemoryIsRefusedWithTheRemedy() {
        assertThatNoException().isThrownBy(() -> specification(64 << 20, "/tmp:32M", "/cache:32M", "/other"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> specification(64 << 20, "/tmp:32M", "/cache:33M"))
                .withMessage(
                        "Temporary files of 65 MiB do not fit into the 64 MiB of memory that the instance has, half"
                                + " of whose heap they may take\nGive it more, by -m, or them less: --tmpfs PATH:SIZE");
        String huge = "8796093022207M";
        assertThatIllegalArgumentException().isThrownBy(() -> specification(64 << 20, "/a:" + huge, "/b:" + huge));
    }

    @Test
    void temporaryFilesAreInNoVolume() {
        for (String path : List.of("/var/lib/app", "/var/lib/app/cache")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> specification(64 << 20, path))
                    .withMessageContaining(path + ", where the volume at /var/lib/app is");
        }
        assertThatNoException().isThrownBy(() -> specification(64 << 20, "/var/lib", "/var/lib/application"));
    }
}
