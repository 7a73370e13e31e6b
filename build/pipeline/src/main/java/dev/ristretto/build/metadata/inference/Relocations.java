package dev.ristretto.build.metadata.inference;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Libraries that were moved into packages of their users' ("shaded", "relocated"). */
final class Relocations {
    private Relocations() {}

    /** What stands before the names of some classes where a class path has them in other packages. */
    static Set<String> prefixes(Collection<ScannedClass> classPath, List<String> originals) {
        Map<String, List<String>> byLastPart =
                originals.stream().distinct().collect(Collectors.groupingBy(Relocations::lastPart));
        Set<String> prefixes = new TreeSet<>();
        for (ScannedClass type : classPath) {
            for (String original : byLastPart.getOrDefault(lastPart(type.name()), List.of())) {
                if (type.name().endsWith("." + original)) {
                    prefixes.add(type.name().substring(0, type.name().length() - original.length()));
                }
            }
        }
        return prefixes;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
