package dev.ristretto.build.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the metadata of a class path asks of the ahead-of-time compiler.
 *
 * @param options of the image builder ({@code -H:}, {@code -R:})
 * @param jvmArguments of the image builder's own JVM
 * @param modules JDK modules to add
 * @param notes one line for every argument that has no meaning here, for the build log
 */
public record MetadataArguments(
        List<String> options, List<String> jvmArguments, Set<String> modules, List<String> notes) {
    private static final String INITIALIZATION = "-H:ClassInitialization=";
    private static final String FEATURES = "-H:Features=";
    private static final String EARLY = ":build_time";

    /** Copies the collections. */
    public MetadataArguments {
        options = List.copyOf(options);
        jvmArguments = List.copyOf(jvmArguments);
        modules = Set.copyOf(modules);
        notes = List.copyOf(notes);
    }

    /** The option that says when classes are initialized; its value is a list of names with their times. */
    public static String initialization(String names, String time) {
        return INITIALIZATION
                + Arrays.stream(names.split(","))
                        .map(name -> name.strip() + ":" + time)
                        .collect(Collectors.joining(","));
    }

    /** The option that names classes which take part in building the image, with commas between them. */
    public static String features(String names) {
        return FEATURES + names;
    }

    /** Names of classes and packages to be initialized while the image is built; an empty one stands for all. */
    public Set<String> initializedEarly() {
        return values(INITIALIZATION)
                .filter(request -> request.endsWith(EARLY))
                .map(request -> request.substring(0, request.length() - EARLY.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of classes that take part in building the image. */
    public List<String> features() {
        return values(FEATURES).toList();
    }

    private Stream<String> values(String option) {
        return options.stream()
                .filter(each -> each.startsWith(option))
                .flatMap(each -> Arrays.stream(each.substring(option.length()).split(",")));
    }

    /** Whether the name of a class or package, as it stands in options, stands for a class. */
    public static boolean covers(String name, String className) {
        return name.isEmpty() || className.equals(name) || className.startsWith(name + ".");
    }

    /**
     * These without some requests to initialize classes while the image is built: they are when it runs.
     *
     * @param names of {@link #initializedEarly}
     */
    public MetadataArguments withoutEarly(Set<String> names, String why) {
        List<String> kept = new ArrayList<>();
        for (String option : options) {
            if (option.startsWith(INITIALIZATION)) {
                String rest = Arrays.stream(
                                option.substring(INITIALIZATION.length()).split(","))
                        .filter(request -> !request.endsWith(EARLY)
                                || !names.contains(request.substring(0, request.length() - EARLY.length())))
                        .collect(Collectors.joining(","));
                if (!rest.isEmpty()) {
                    kept.add(INITIALIZATION + rest);
                }
            } else {
                kept.add(option);
            }
        }
        List<String> allNotes = new ArrayList<>(notes);
        names.forEach(name -> allNotes.add((name.isEmpty() ? "everything" : name)
                + " is initialized when the image runs, not while it is built: " + why));
        return new MetadataArguments(kept, jvmArguments, modules, allNotes);
    }

    /** This and other arguments, in this order. */
    public MetadataArguments and(MetadataArguments other) {
        List<String> allOptions = new ArrayList<>(options);
        allOptions.addAll(other.options);
        List<String> allJvm = new ArrayList<>(jvmArguments);
        allJvm.addAll(other.jvmArguments);
        Set<String> allModules = new LinkedHashSet<>(modules);
        allModules.addAll(other.modules);
        List<String> allNotes = new ArrayList<>(notes);
        allNotes.addAll(other.notes);
        return new MetadataArguments(allOptions, allJvm, allModules, allNotes);
    }
}
