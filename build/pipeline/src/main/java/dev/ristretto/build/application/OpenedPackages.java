package dev.ristretto.build.application;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/**
 * Packages of modules that an executable jar has opened to it, {@code MODULE/PACKAGE} each, as the java launcher does
 * ({@code Add-Exports} and {@code Add-Opens}, JAR file specification).
 *
 * @param exports those whose public members it may use
 * @param opens those whose private members it may use too
 */
public record OpenedPackages(List<String> exports, List<String> opens) {
    private static final Attributes.Name EXPORTS = new Attributes.Name("Add-Exports");
    private static final Attributes.Name OPENS = new Attributes.Name("Add-Opens");

    /** Copies the lists. */
    public OpenedPackages {
        exports = List.copyOf(exports);
        opens = List.copyOf(opens);
    }

    /**
     * Those of what is brought; none if it is no jar.
     *
     * @throws dev.ristretto.build.BuildException if the jar cannot be read
     */
    public static OpenedPackages of(Path brought) {
        return Files.isRegularFile(brought)
                ? new OpenedPackages(read(brought, EXPORTS), read(brought, OPENS))
                : new OpenedPackages(List.of(), List.of());
    }

    private static List<String> read(Path jar, Attributes.Name name) {
        return Jars.attribute(jar, name)
                .map(String::strip)
                .filter(packages -> !packages.isEmpty())
                .map(packages -> List.of(packages.split("\\s+")))
                .orElse(List.of());
    }

    /** The arguments of a java command that open them to the class path. */
    public List<String> arguments() {
        return Stream.concat(
                        exports.stream().map(name -> "--add-exports=" + name + "=ALL-UNNAMED"),
                        opens.stream().map(name -> "--add-opens=" + name + "=ALL-UNNAMED"))
                .toList();
    }
}
