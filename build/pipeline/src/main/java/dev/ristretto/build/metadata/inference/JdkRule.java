package dev.ristretto.build.metadata.inference;

import java.util.List;

/**
 * What a part of the JDK looks up by name and the compiler does not know of; in {@code jdk.json}, a line each.
 *
 * @param of the part, for readers
 * @param used the rule holds if one of these classes is reachable, or if its name stands in code
 * @param types classes that are made by their names
 * @param interfaces types whose public methods are called by reflection
 * @param bundles resource bundles
 * @param resources names of resources behind their modules, {@code MODULE:NAME}
 */
record JdkRule(
        String of,
        List<String> used,
        List<String> types,
        List<String> interfaces,
        List<String> bundles,
        List<String> resources) {
    private static final String FILE = "jdk.json";

    JdkRule {
        types = types == null ? List.of() : types;
        interfaces = interfaces == null ? List.of() : interfaces;
        bundles = bundles == null ? List.of() : bundles;
        resources = resources == null ? List.of() : resources;
    }

    static List<JdkRule> all() {
        return List.of(InferenceData.read(FILE, JdkRule[].class));
    }
}
