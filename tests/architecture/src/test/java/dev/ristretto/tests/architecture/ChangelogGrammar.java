package dev.ristretto.tests.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The form of CHANGELOG.md: that of "Keep a Changelog" 1.1.0, with entries that begin with an asterisk. */
final class ChangelogGrammar {

    private static final Set<String> KINDS = Set.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");
    private static final String VERSION = "## (Unreleased|\\[\\d+\\.\\d+\\.\\d+\\] - \\d{4}-\\d{2}-\\d{2})";

    private ChangelogGrammar() {}

    /** What is wrong, each with its line; empty if nothing is. */
    static List<String> problems(String text) {
        List<String> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        Set<String> left = Set.of();
        String kind = "";
        boolean version = false;
        boolean entry = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String problem = "";
            if (line.startsWith("## ")) {
                problem = line.matches(VERSION) ? "" : "neither '## Unreleased' nor '## [X.Y.Z] - YYYY-MM-DD'";
                version = true;
                left = KINDS;
                kind = "";
            } else if (line.startsWith("### ")) {
                kind = line.substring(4);
                problem =
                        !version || !left.contains(kind) ? "no kind of change, or one that stood before: " + kind : "";
                left = without(left, kind);
            } else if (line.startsWith("* ")) {
                problem = kind.isEmpty() ? "an entry outside a kind of change" : "";
            } else if (version && !line.isEmpty()) {
                problem = entry && line.startsWith("  ") ? "" : "neither a heading nor an entry nor its continuation";
            }
            entry = line.startsWith("* ") || entry && line.startsWith("  ");
            if (!problem.isEmpty()) {
                problems.add("CHANGELOG.md:" + (i + 1) + ": " + problem);
            }
        }
        if (!lines.isEmpty() && !lines.getFirst().equals("# Changes")) {
            problems.add("CHANGELOG.md:1: the title '# Changes' is missing");
        }
        if (!version) {
            problems.add("CHANGELOG.md: no version");
        }
        return problems;
    }

    private static Set<String> without(Set<String> kinds, String kind) {
        return Set.copyOf(kinds.stream().filter(other -> !other.equals(kind)).toList());
    }
}
