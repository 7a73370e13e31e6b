package dev.ristretto.build.metadata.inference;

import dev.ristretto.build.PackagedData;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which classes frameworks use by reflection. The rules are data, in {@code rules.json}: a list of {@link Rule}, to
 * which a framework is added in a line.
 */
final class Rules {
    private static final String FILE = "rules.json";

    /** Annotations that compilers and checkers read; they say nothing about what is done to a class when it runs. */
    private static final List<String> OF_COMPILERS = List.of(
            "java.lang.",
            "kotlin.",
            "scala.",
            "groovy.",
            "org.jspecify.",
            "org.jetbrains.",
            "org.checkerframework.",
            "javax.annotation.concurrent.");

    /**
     * One rule. A class has to meet all conditions; those that are left out are met.
     *
     * @param of the framework, for readers
     * @param library holds if the class path has one of these classes
     * @param beside holds if a class of the same jar names one of these; not for jars that say what they do, or for
     *     which Spring does
     * @param annotations holds if one of these is on the class or a member of it; a star at the end stands for anything
     * @param subtypesOf holds if the class extends or implements one of these
     * @param annotated holds if any annotation of a framework is on the class or a member of it
     * @param constant holds if code takes its class object
     * @param ends holds if the class's name ends with one of these
     * @param names holds if the class names one of these
     * @param used holds if the application's own code names one of these classes
     * @param data holds for records, enums and classes with state that can be made and filled
     * @param everywhere whether classes of libraries count too, if they are reachable, not only the application's own
     * @param reachable whether the application's own count only if they are reachable
     * @param members what may be done; see {@link ReflectiveAccess}
     * @param arrays the same
     * @param proxy the same, for interfaces
     * @param serialized the same
     */
    record Rule(
            String of,
            List<String> library,
            List<String> beside,
            List<String> annotations,
            List<String> subtypesOf,
            List<String> ends,
            List<String> names,
            List<String> used,
            boolean annotated,
            boolean constant,
            boolean data,
            boolean everywhere,
            boolean reachable,
            boolean members,
            boolean arrays,
            boolean proxy,
            boolean serialized) {
        Rule {
            library = library == null ? List.of() : library;
            beside = beside == null ? List.of() : beside;
            annotations = annotations == null ? List.of() : annotations;
            subtypesOf = subtypesOf == null ? List.of() : subtypesOf;
            ends = ends == null ? List.of() : ends;
            names = names == null ? List.of() : names;
            used = used == null ? List.of() : used;
        }

        /** The classes that it names. */
        private Stream<String> classes() {
            return Stream.of(library, beside, subtypesOf, names, used).flatMap(List::stream);
        }

        /** The same for libraries that a jar brings in packages of its own. */
        private Rule relocated(String prefix) {
            return new Rule(
                    of,
                    prefixed(prefix, library),
                    prefixed(prefix, beside),
                    prefixed(prefix, annotations),
                    prefixed(prefix, subtypesOf),
                    ends,
                    prefixed(prefix, names),
                    prefixed(prefix, used),
                    annotated,
                    constant,
                    data,
                    everywhere,
                    reachable,
                    members,
                    arrays,
                    proxy,
                    serialized);
        }

        private static List<String> prefixed(String prefix, List<String> names) {
            return names.stream().map(prefix::concat).toList();
        }

        private boolean appliesTo(ClassPathScan scan) {
            return (library.isEmpty() || library.stream().anyMatch(scan::has))
                    && (used.isEmpty() || used.stream().anyMatch(scan::isUsed));
        }

        private boolean matches(ScannedClass type, ClassPathScan scan) {
            return (everywhere || type.own())
                    && (beside.isEmpty() || scan.isBeside(type, beside))
                    && (annotations.isEmpty() || type.annotations().stream().anyMatch(this::isListed))
                    && (subtypesOf.isEmpty() || scan.isSubtype(type, subtypesOf))
                    && (!annotated || type.annotations().stream().anyMatch(Rule::isOfFramework))
                    && (!constant || scan.isConstant(type))
                    && (ends.isEmpty() || ends.stream().anyMatch(type.name()::endsWith))
                    && (names.isEmpty() || names.stream().anyMatch(type.references()::contains))
                    && (!data || type.isRecord() || type.isEnum() || type.isData());
        }

        private static boolean isOfFramework(String annotation) {
            return OF_COMPILERS.stream().noneMatch(annotation::startsWith);
        }

        private boolean isListed(String annotation) {
            return annotations.stream()
                    .anyMatch(pattern -> pattern.endsWith("*")
                            ? annotation.startsWith(pattern.substring(0, pattern.length() - 1))
                            : annotation.equals(pattern));
        }

        private ReflectiveAccess access(ScannedClass type) {
            return new ReflectiveAccess(members, arrays, proxy && type.isInterface(), serialized);
        }
    }

    private final List<Rule> rules;

    private Rules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * The rules that come with this program and concern a class path, for libraries that were moved into packages of
     * their users' ("shaded") too.
     */
    static Rules of(ClassPathScan scan) {
        List<Rule> rules = standard();
        Set<String> prefixes = Relocations.prefixes(
                scan.classes(), rules.stream().flatMap(Rule::classes).toList());
        return new Rules(Stream.concat(
                        rules.stream(),
                        prefixes.stream().flatMap(prefix -> rules.stream().map(rule -> rule.relocated(prefix))))
                .distinct()
                .filter(rule -> rule.appliesTo(scan))
                .toList());
    }

    private static List<Rule> standard() {
        return List.of(PackagedData.read(Rules.class, FILE, Rule[].class));
    }

    /** What may be done to a class by reflection in any case; nothing to those of libraries. */
    Optional<ReflectiveAccess> accessTo(ScannedClass type, ClassPathScan scan) {
        return access(type, rule -> type.own() && !rule.reachable() && rule.matches(type, scan));
    }

    /** What may be done to a class by reflection if it is reachable. */
    Optional<ReflectiveAccess> accessIfReachable(ScannedClass type, ClassPathScan scan) {
        return access(type, rule -> (rule.reachable() || !type.own()) && rule.matches(type, scan));
    }

    private Optional<ReflectiveAccess> access(ScannedClass type, Predicate<Rule> matches) {
        return rules.stream().filter(matches).map(rule -> rule.access(type)).reduce(ReflectiveAccess::and);
    }
}
