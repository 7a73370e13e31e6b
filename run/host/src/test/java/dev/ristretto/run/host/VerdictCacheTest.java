package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictCacheTest {

    @TempDir
    Path folder;

    private int trials;

    private Optional<String> obstacle(VerdictCache cache, String question, boolean anew, Optional<String> found) {
        return cache.obstacle(question, anew, () -> {
            trials++;
            return found;
        });
    }

    @Test
    void whatWasFoundCountsForTheSameQuestionUntilItIsAskedAnew() {
        VerdictCache cache = new VerdictCache(folder.resolve("cache"));
        assertThat(obstacle(cache, "a", false, Optional.of("no"))).contains("no");
        assertThat(obstacle(new VerdictCache(folder.resolve("cache")), "a", false, Optional.empty()))
                .contains("no");
        assertThat(obstacle(cache, "b", false, Optional.empty())).isEmpty();
        assertThat(obstacle(cache, "b", false, Optional.of("no"))).isEmpty();
        assertThat(obstacle(cache, "a", true, Optional.empty())).isEmpty();
        assertThat(obstacle(cache, "a", false, Optional.of("no"))).isEmpty();
        assertThat(trials).isEqualTo(3);
    }

    @Test
    void withoutAPlaceToKeepItTheQuestionIsAskedAgain() throws Exception {
        VerdictCache cache = new VerdictCache(Files.createFile(folder.resolve("file")));
        assertThat(obstacle(cache, "a", false, Optional.of("no"))).contains("no");
        assertThat(obstacle(cache, "a", false, Optional.empty())).isEmpty();
        assertThat(trials).isEqualTo(2);
    }
}
