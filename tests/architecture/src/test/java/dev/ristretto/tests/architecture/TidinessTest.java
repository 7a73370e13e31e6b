package dev.ristretto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What reviewers would otherwise have to look for in every change. */
class TidinessTest {

    private static final Pattern MERGE_MARK = Pattern.compile("(?m)^(<{7}|>{7}|\\|{7})( .*)?$|^={7}$");

    private static final int MOST_FILES_OF_A_PACKAGE = 30;

    private static final int MOST_LINES_OF_A_FILE = 300;

    /** What is longer all the same. None comes in, and what has become short enough goes out. */
    private static final Set<String> LONG_FILES = Set.of(
            "DhcpClient.java",
            "Exchange.java",
            "FleetDatabase.java",
            "FleetInstances.java",
            "InstanceReconciler.java",
            "NetworkStack.java",
            "RunCommand.java",
            "ServiceReconciler.java",
            "Tcp.java",
            "TcpConnection.java",
            "TcpReceiver.java",
            "TcpSender.java",
            "TcpSocket.java",
            "UdpSocket.java");

    /**
     * Of the machine, without comments, imports, annotations and blank lines; ring 3 has some 850 of them, processors
     * but the first some 700.
     */
    private static final int UNSAFE_LINES = 7300;

    private static final Pattern NO_CODE = Pattern.compile("(import|package) .*|@\\w[\\w.]*(\\(.*\\))?");

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

    @Test
    void filesAreShort() throws Exception {
        Set<String> tooLong = new TreeSet<>();
        for (Path file : SourceTree.productSources()) {
            if (SourceTree.text(file).orElseThrow().lines().count() > MOST_LINES_OF_A_FILE) {
                tooLong.add(file.getFileName().toString());
            }
        }
        assertThat(tooLong).containsExactlyInAnyOrderElementsOf(LONG_FILES);
    }

    /** What neither compiler nor collector can check is to be as little as can be: this number only becomes smaller. */
    @Test
    void theUnsafeModuleDoesNotGrow() throws Exception {
        long lines = 0;
        for (Path file : SourceTree.files("kernel/machine/src/main/java")) {
            lines += SourceTree.code(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !NO_CODE.matcher(line).matches())
                    .count();
        }
        assertThat(lines).isLessThanOrEqualTo(UNSAFE_LINES);
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
