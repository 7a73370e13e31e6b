package dev.ristretto.image.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.image.model.ImageReport.FileShare;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageConfigurationTest {
    private static final String OLDER = "{\"architecture\":\"amd64\",\"mainClass\":\"a.Main\",\"arguments\":[\"x\"],"
            + "\"environment\":{},\"ports\":[],\"memoryFloorBytes\":1}";

    @Test
    void theEntryPointComesBeforeWhateverArgumentsAreGiven() throws Exception {
        ImageConfiguration configuration = new ImageConfiguration(
                "amd64",
                "a.Main",
                List.of("/usr/bin/node", "/app/a.js"),
                List.of("x"),
                Map.of(),
                List.of(),
                1,
                List.of());
        ImageConfiguration stored = StableJson.read(StableJson.write(configuration), ImageConfiguration.class);
        assertThat(stored).isEqualTo(configuration);
        assertThat(stored.allArguments(stored.arguments())).containsExactly("/usr/bin/node", "/app/a.js", "x");
        assertThat(stored.allArguments(List.of())).containsExactly("/usr/bin/node", "/app/a.js");
    }

    @Test
    void imagesOfJavaAreStoredAsBefore() throws Exception {
        ImageConfiguration read = StableJson.read(OLDER.getBytes(StandardCharsets.UTF_8), ImageConfiguration.class);
        assertThat(read.entrypoint()).isEmpty();
        assertThat(read.allArguments(List.of("y"))).containsExactly("y");
        assertThat(new String(StableJson.write(read), StandardCharsets.UTF_8)).doesNotContain("entrypoint");
    }

    @Test
    void filesWithoutAPathAreRefused() {
        assertThatThrownBy(() -> StableJson.read("{\"files\":1}".getBytes(StandardCharsets.UTF_8), FileShare.class))
                .isInstanceOf(DamagedFileException.class);
    }
}
