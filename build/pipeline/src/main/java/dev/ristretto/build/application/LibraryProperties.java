package dev.ristretto.build.application;

import dev.ristretto.build.PackagedData;
import java.util.Map;
import java.util.TreeMap;

/**
 * System properties by which libraries do without classes that they would make while the application runs; in {@code
 * properties.json}, a line each.
 *
 * @param of the library, for readers
 * @param has a class by which it is known
 * @param properties what is set unless somebody sets it otherwise
 */
record LibraryProperties(String of, String has, Map<String, String> properties) {
    private static final String FILE = "properties.json";

    /** Those of the libraries on the class path of an application. */
    static Map<String, String> of(Application application) {
        Map<String, String> properties = new TreeMap<>();
        for (LibraryProperties library : PackagedData.read(LibraryProperties.class, FILE, LibraryProperties[].class)) {
            if (application.classPath().stream()
                    .anyMatch(
                            entry -> new ClassPathEntry(entry).find(library.has).isPresent())) {
                properties.putAll(library.properties);
            }
        }
        return properties;
    }
}
