package dev.ristretto.build.metadata.inference;

import dev.ristretto.build.PackagedData;
import java.util.List;

/**
 * What a part of the JDK or a library looks up by name and the compiler does not know of; in {@code lookups.json}, a
 * line each.
 *
 * @param of the part, for readers
 * @param used the rule holds if one of these classes is reachable; one of {@code types} also if its name stands in code
 * @param arrays types of whose elements arrays are made; each holds if it is reachable itself and any code names it
 * @param types classes that are made by their names
 * @param subtypesOf classes of the class path that extend or implement one of these are made by their names likewise
 * @param ends classes of the class path whose names end so are made by their names likewise
 * @param interfaces types whose public methods are called by reflection
 * @param bundles resource bundles
 * @param resources names of resources behind their modules, {@code MODULE:NAME}
 */
record LookupRule(
        String of,
        List<String> used,
        List<String> arrays,
        List<String> types,
        List<String> subtypesOf,
        List<String> ends,
        List<String> interfaces,
        List<String> bundles,
        List<String> resources) {
    private static final String FILE = "lookups.json";

    LookupRule {
        used = used == null ? List.of() : used;
        arrays = arrays == null ? List.of() : arrays;
        types = types == null ? List.of() : types;
        subtypesOf = subtypesOf == null ? List.of() : subtypesOf;
        ends = ends == null ? List.of() : ends;
        interfaces = interfaces == null ? List.of() : interfaces;
        bundles = bundles == null ? List.of() : bundles;
        resources = resources == null ? List.of() : resources;
    }

    static List<LookupRule> all() {
        return List.of(PackagedData.read(LookupRule.class, FILE, LookupRule[].class));
    }
}
