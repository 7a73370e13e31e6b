package dev.ristretto.build.metadata.inference;

import dev.ristretto.build.metadata.MetadataArguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Libraries that ask to be initialized while an image is built although they log by a facade: what is behind the facade
 * is chosen and configured when the application runs, so that the compiler refuses their loggers. A library with a
 * feature of its own, which runs the library while the image is built, has to care for that itself.
 */
final class EarlyLoggers {
    private static final List<String> FACADES = List.of(
            "org.slf4j.LoggerFactory", "org.apache.logging.log4j.LogManager", "org.apache.commons.logging.LogFactory");

    private EarlyLoggers() {}

    /**
     * Those of the libraries' requests that concern classes which use such loggers, themselves or through others that
     * are to be initialized early.
     */
    static Set<String> among(MetadataArguments declared, ClassPathScan scan) {
        Set<String> early = declared.initializedEarly();
        for (String feature : declared.features()) {
            early.removeIf(request -> organization(request).equals(organization(feature)));
        }
        List<String> facades = FACADES.stream()
                .filter(facade -> scan.has(facade) && !isCovered(early, facade))
                .toList();
        Map<String, List<String>> users = new HashMap<>();
        for (ScannedClass type : scan.classes()) {
            if (isCovered(early, type.name())) {
                type.references()
                        .forEach(name -> users.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(type.name()));
            }
        }
        Set<String> logging = new HashSet<>();
        List<String> open = new ArrayList<>(facades);
        while (!open.isEmpty()) {
            for (String user : users.getOrDefault(open.removeLast(), List.of())) {
                if (logging.add(user)) {
                    open.add(user);
                }
            }
        }
        Set<String> requests = new TreeSet<>(early);
        requests.removeIf(request -> logging.stream().noneMatch(name -> MetadataArguments.covers(request, name)));
        return requests;
    }

    /** The first two parts of a name, by which libraries of one origin can be known. */
    private static String organization(String name) {
        return Arrays.stream(name.split("\\.")).limit(2).collect(Collectors.joining("."));
    }

    private static boolean isCovered(Set<String> early, String className) {
        return early.stream().anyMatch(request -> MetadataArguments.covers(request, className));
    }
}
