package dev.ristretto.build.application;

import dev.ristretto.abi.LinuxImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to run. Immutable.
 *
 * @param name default name of the image, from the path's name: lower case letters, digits and dashes
 * @param mainClass binary name of the class whose {@code main} runs
 * @param classPath jars and class folders in search order, absolute; the application's own code comes first
 */
public record Application(String name, String mainClass, List<Path> classPath) {
    /** Copies the list. */
    public Application {
        classPath = List.copyOf(classPath);
    }

    /** Whether it is what runs unmodified programs of Linux. */
    public boolean isLinux() {
        return mainClass.equals(LinuxImage.MAIN_CLASS);
    }

    /** System properties that an image of it needs, unless somebody sets them otherwise. */
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(LibraryProperties.of(this));
        properties.putAll(QuarkusSources.properties(this));
        return properties;
    }

    /** The jars and folders that hold the application's own code: those with its main class. */
    public List<Path> own() {
        return classPath.stream()
                .filter(entry -> new ClassPathEntry(entry).find(mainClass).isPresent())
                .toList();
    }
}
