package dev.ristretto.tools.tracer;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.StringTokenizer;

/** Findings as reachability metadata: the format of GraalVM 25, reachability-metadata-schema-v1.2.0.json. */
final class FindingsJson {
    private FindingsJson() {}

    /** Sorted as the findings are. */
    static String of(SortedSet<TracedUse> findings) {
        List<String> reflection = new ArrayList<>();
        List<String> resources = new ArrayList<>();
        for (TracedUse finding : findings) {
            switch (finding.kind()) {
                case TYPE -> reflection.add(type(finding.subject(), findings));
                case PROXY -> reflection.add("{\"type\": {\"proxy\": " + names(finding.subject()) + "}}");
                case RESOURCE -> resources.add("{\"glob\": " + quoted(glob(finding.subject())) + "}");
                case BUNDLE -> resources.add("{\"bundle\": " + quoted(finding.subject()) + "}");
                case FLAG, FIELD, METHOD -> {
                    // Within its type.
                }
            }
        }
        return "{\n\"reflection\": " + lines(reflection) + ",\n\"resources\": " + lines(resources) + "\n}\n";
    }

    private static String lines(List<String> entries) {
        return entries.isEmpty() ? "[]" : "[\n  " + String.join(",\n  ", entries) + "\n]";
    }

    private static String type(String name, SortedSet<TracedUse> findings) {
        StringBuilder entry = new StringBuilder("{\"type\": ").append(quoted(name));
        for (TracedUse flag : details(TracedUse.Kind.FLAG, name, findings)) {
            entry.append(", ").append(quoted(flag.detail())).append(": true");
        }
        List<String> fields = new ArrayList<>();
        for (TracedUse field : details(TracedUse.Kind.FIELD, name, findings)) {
            fields.add("{\"name\": " + quoted(field.detail()) + "}");
        }
        if (!fields.isEmpty()) {
            entry.append(", \"fields\": [").append(String.join(", ", fields)).append(']');
        }
        List<String> methods = new ArrayList<>();
        for (TracedUse method : details(TracedUse.Kind.METHOD, name, findings)) {
            String text = method.detail();
            int open = text.indexOf('(');
            methods.add("{\"name\": " + quoted(text.substring(0, open)) + ", \"parameterTypes\": "
                    + names(text.substring(open + 1, text.length() - 1)) + "}");
        }
        if (!methods.isEmpty()) {
            entry.append(", \"methods\": [").append(String.join(", ", methods)).append(']');
        }
        return entry.append('}').toString();
    }

    private static SortedSet<TracedUse> details(TracedUse.Kind kind, String type, SortedSet<TracedUse> findings) {
        return findings.subSet(new TracedUse(kind, type, ""), new TracedUse(kind, type + "\0", ""));
    }

    /** An array of names that are separated by commas. */
    private static String names(String list) {
        List<String> names = new ArrayList<>();
        for (StringTokenizer words = new StringTokenizer(list, ","); words.hasMoreTokens(); ) {
            names.add(quoted(words.nextToken()));
        }
        return "[" + String.join(", ", names) + "]";
    }

    /** Stars and backslashes of a name mean themselves. */
    private static String glob(String name) {
        return name.replace("\\", "\\\\").replace("*", "\\*");
    }

    /** A string of JSON (RFC 8259, section 7). */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append("\\u").append(hexadecimal(c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String hexadecimal(char c) {
        String digits = Integer.toHexString(c);
        return "0000".substring(digits.length()) + digits;
    }
}
