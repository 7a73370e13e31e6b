package dev.ristretto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What reviewers would otherwise have to look for in every change. */
class TidinessTest {

    private static final Pattern MERGE_MARK = Pattern.compile("(?m)^(<{7}|>{7}|\\|{7})( .*)?$|^={7}$");

    private static final int MOST_FILES_OF_A_PACKAGE = 30;

    private static final int COLUMNS = 120;
    private static final Pattern LOCKED = Pattern.compile("synchronized \\((\\w+)\\)");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(\\*|//|/\\*\\*)\\s");

    @Test
    void noFileHasMarksOfAMerge() throws Exception {
        List<String> marked = new ArrayList<>();
        for (Path file : SourceTree.files("")) {
            if (SourceTree.text(file)
                    .filter(text -> MERGE_MARK.matcher(text).find())
                    .isPresent()) {
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

    /** In an image an array's monitor is found through one table of all, under one lock. */
    @Test
    void noArrayIsALock() throws Exception {
        List<String> found = new ArrayList<>();
        for (Path file : SourceTree.productSources()) {
            String text = SourceTree.text(file).orElse("");
            LOCKED.matcher(text)
                    .results()
                    .map(match -> match.group(1))
                    .distinct()
                    .filter(name -> Pattern.compile("\\[] " + name + "\\b")
                            .matcher(text)
                            .find())
                    .forEach(name -> found.add(SourceTree.path(file) + ": " + name));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aSimpleClassNameIsUsedOnce() throws Exception {
        Map<String, List<String>> places = new TreeMap<>();
        for (Path file : SourceTree.productSources()) {
            String name = file.getFileName().toString();
            if (!name.equals("package-info.java")) {
                places.computeIfAbsent(name, unused -> new ArrayList<>()).add(SourceTree.path(file));
            }
        }
        places.values().removeIf(list -> list.size() == 1);
        assertThat(places).isEmpty();
    }

    @Test
    void packagesAreSmall() throws Exception {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Path file : SourceTree.productSources()) {
            sizes.merge(SourceTree.path(file.getParent()), 1, Integer::sum);
        }
        sizes.values().removeIf(size -> size <= MOST_FILES_OF_A_PACKAGE);
        assertThat(sizes).isEmpty();
    }

    /** The formatter keeps code within its columns, but not what stands in comments. */
    @Test
    void commentsKeepWithinTheFormattersColumns() throws Exception {
        List<String> tooLong = new ArrayList<>();
        for (Path file : SourceTree.files("")) {
            if (file.toString().endsWith(".java")) {
                SourceTree.text(file)
                        .orElseThrow()
                        .lines()
                        .filter(line ->
                                line.length() > COLUMNS && COMMENT.matcher(line).find())
                        .forEach(line -> tooLong.add(SourceTree.path(file) + ": " + line.strip()));
            }
        }
        assertThat(tooLong).isEmpty();
    }
}
