package dev.ristretto.build.metadata.inference;

import java.util.List;

/**
 * What a part of the JDK looks up by name and the compiler does not know of; in {@code jdk.json}, a line each.
 *
 * @param of the part, for readers
 * @param used the rule holds if a class on the class path names one of these
 * @param types classes that are made by their names
 * @param bundles resource bundles
 */
record JdkRule(String of, List<String> used, List<String> types, List<String> bundles) {
    private static final String FILE = "jdk.json";

    JdkRule {
        types = types == null ? List.of() : types;
        bundles = bundles == null ? List.of() : bundles;
    }

    /** The rules that concern a class path. */
    static List<JdkRule> of(ClassPathScan scan) {
        return List.of(InferenceData.read(FILE, JdkRule[].class)).stream()
                .filter(rule -> scan.names(rule.used))
                .toList();
    }
}
