package dev.ristretto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What reviewers would otherwise have to look for in every change. */
class TidinessTest {

    private static final Pattern MERGE_MARK = Pattern.compile("(?m)^(<{7}|>{7}|\\|{7})( .*)?$|^={7}$");

    @Test
    void noFileHasMarksOfAMerge() throws Exception {
        List<String> marked = new ArrayList<>();
        for (Path file : SourceTree.files("")) {
            if (SourceTree.text(file).filter(text -> MERGE_MARK.matcher(text).find()).isPresent()) {
                marked.add(SourceTree.path(file));
            }
        }
        assertThat(marked).isEmpty();
    }

    @Test
    void theChangelogIsOne() throws Exception {
        assertThat(ChangelogGrammar.problems(
                        SourceTree.text(SourceTree.ROOT.resolve("CHANGELOG.md")).orElseThrow()))
                .isEmpty();
    }
}
