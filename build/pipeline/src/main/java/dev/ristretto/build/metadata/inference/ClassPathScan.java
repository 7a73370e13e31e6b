package dev.ristretto.build.metadata.inference;

import dev.ristretto.build.application.Application;
import dev.ristretto.build.application.ClassPathEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All of a class path read once: its classes, its resources, and what its code names. */
final class ClassPathScan {
    /** Texts in which class names stand, as configurations have them. */
    private static final Pattern CONFIGURATION =
            Pattern.compile(".*\\.(properties|xml|ya?ml|json|conf|factories)|META-INF/groovy/[\\w.]+");

    private static final Pattern CLASS_NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)+");
    /** Configurations of libraries that the compiler or Spring's processor knows, and those for management. */
    private static final Pattern FOUND_OTHERWISE = Pattern.compile(
            "META-INF/(services|maven|spring|native-image)/.*|META-INF/spring.*|.*mbeans-descriptors\\.xml");

    private static final int MOST_CONFIGURATION_BYTES = 1 << 20;

    private final Map<String, ScannedClass> classes = new HashMap<>();

    /** For each class what all classes of its jar name. */
    private final Map<String, Set<String>> namedInJar = new HashMap<>();

    private final List<ScannedResource> resources = new ArrayList<>();
    private final Set<String> packages = new HashSet<>();
    private final Set<String> configuredNames = new HashSet<>();
    private final Map<String, Set<String>> libraryConfigurations = new TreeMap<>();
    private final Set<String> texts = new HashSet<>();
    private final Set<String> processed = new HashSet<>();
    private final Set<String> constants = new HashSet<>();
    private final Set<String> ownConstants = new HashSet<>();
    private final Set<String> ownReferences = new HashSet<>();
    private final Predicate<String> ownNames;

    private ClassPathScan(Predicate<String> ownNames) {
        this.ownNames = ownNames;
    }

    /** @throws dev.ristretto.build.BuildException if a jar cannot be read */
    static ClassPathScan of(Application application) {
        List<Path> own = application.own();
        List<EntryTraits> entries =
                application.classPath().stream().map(EntryTraits::of).toList();
        boolean holdsLibraries =
                entries.stream().anyMatch(entry -> entry.holdsLibraries() && own.contains(entry.path()));
        ClassPathScan scan = new ClassPathScan(holdsLibraries ? ownNames(application.mainClass()) : name -> true);
        entries.forEach(entry -> scan.read(entry, own.contains(entry.path())));
        return scan;
    }

    /**
     * In a jar with libraries inside, what shares the beginning of the main class's package is the application's own;
     * where it has no package, what has none either.
     */
    private static Predicate<String> ownNames(String mainClass) {
        String[] parts = mainClass.split("\\.");
        return switch (parts.length) {
            case 1 -> name -> name.indexOf('.') < 0;
            case 2 -> name -> name.startsWith(parts[0] + ".");
            default -> name -> name.startsWith(parts[0] + "." + parts[1] + ".");
        };
    }

    private void read(EntryTraits traits, boolean own) {
        Path path = traits.path();
        ClassPathEntry entry = new ClassPathEntry(path);
        Set<String> named = new HashSet<>();
        entry.classes((name, content) -> {
            try {
                ScannedClass type = ScannedClass.of(
                        content.readAllBytes(), className -> own && ownNames.test(className), traits.told());
                if (!type.isOfCompiler() && classes.putIfAbsent(type.name(), type) == null) {
                    packages.add(
                            type.name().substring(0, Math.max(0, type.name().lastIndexOf('.'))));
                    texts.addAll(type.texts());
                    named.addAll(type.references());
                    namedInJar.put(type.name(), named);
                    if (traits.forSpring()) {
                        processed.add(type.name());
                    } else {
                        type.constants().forEach(constant -> (type.own() ? ownConstants : constants).add(constant));
                    }
                    if (type.own()) {
                        ownReferences.addAll(type.references());
                    }
                }
            } catch (IllegalArgumentException e) {
                // No class file, or a broken one: the compiler will judge it if it is used.
                return;
            }
        });
        entry.resources((name, content) -> {
            if (ScannedResource.isUseful(name, own)) {
                resources.add(new ScannedResource(
                        name, String.valueOf(path.getFileName()), own, read(name, content, own, traits.told())));
            }
        });
    }

    /** The length; looks for class names in what is configured. */
    private long read(String name, InputStream content, boolean own, boolean told) throws IOException {
        boolean configures = CONFIGURATION.matcher(name).matches()
                && (own || !told && !FOUND_OTHERWISE.matcher(name).matches());
        if (!configures) {
            return content.transferTo(OutputStream.nullOutputStream());
        }
        byte[] start = content.readNBytes(MOST_CONFIGURATION_BYTES);
        Matcher names = CLASS_NAME.matcher(new String(start, StandardCharsets.UTF_8));
        Set<String> named = own
                ? configuredNames
                : libraryConfigurations.computeIfAbsent(
                        name.substring(name.lastIndexOf('/') + 1), unused -> new TreeSet<>());
        while (names.find()) {
            named.add(names.group());
        }
        return start.length + content.transferTo(OutputStream.nullOutputStream());
    }

    Collection<ScannedClass> classes() {
        return classes.values();
    }

    List<ScannedResource> resources() {
        return resources;
    }

    /** Whether a class of the class path is in a package. */
    boolean hasPackage(String name) {
        return packages.contains(name);
    }

    /** Whether the class path has a class. */
    boolean has(String name) {
        return classes.containsKey(name);
    }

    /** Whether a class of the class path is of use only where there is a screen. */
    boolean opensWindows(String name) {
        ScannedClass type = classes.get(name);
        return type != null && type.opensWindows();
    }

    /** Whether a class is a subclass of one or implements one, as far as the class path tells. */
    boolean isSubtype(ScannedClass type, List<String> of) {
        return Stream.concat(Stream.of(type), supertypes(type).stream())
                .flatMap(known -> known.supertypes().stream())
                .anyMatch(of::contains);
    }

    /** The names of all classes that extend or implement one of some. */
    List<String> subtypes(List<String> of) {
        return of.isEmpty()
                ? List.of()
                : classes.values().stream()
                        .filter(type -> isSubtype(type, of))
                        .map(ScannedClass::name)
                        .sorted()
                        .toList();
    }

    /** The superclasses and interfaces of a class that are on the class path, from which it inherits members. */
    List<ScannedClass> supertypes(ScannedClass type) {
        Map<String, ScannedClass> found = new TreeMap<>();
        List<ScannedClass> open = new ArrayList<>(List.of(type));
        while (!open.isEmpty()) {
            ScannedClass next = open.removeLast();
            for (String name : next.supertypes()) {
                ScannedClass known = classes.get(name);
                if (known != null && found.put(name, known) == null) {
                    open.add(known);
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** Whether any code names a class. */
    boolean names(String type) {
        return classes.values().stream().anyMatch(user -> user.references().contains(type));
    }

    /** Whether the name of a class stands in code, as a text. */
    boolean namesInText(String type) {
        return texts.contains(type);
    }

    /** Whether a class of the same jar names one of some classes; jars that say what they do by reflection left out. */
    boolean isBeside(ScannedClass type, List<String> names) {
        Set<String> named = namedInJar.getOrDefault(type.name(), Set.of());
        return !type.told()
                && !processed.contains(type.name())
                && names.stream().anyMatch(named::contains)
                && names.stream().noneMatch(name -> named == namedInJar.get(name));
    }

    /** Whether the application's own code names a class of a package. */
    boolean namesByItself(String packagePrefix) {
        return ownReferences.stream().anyMatch(name -> name.startsWith(packagePrefix));
    }

    /** Whether the application's own code names a class. */
    boolean isUsed(String name) {
        return ownReferences.contains(name);
    }

    /** Whether own code takes the class object of a class; of one of a library any code, Spring's left out. */
    boolean isConstant(ScannedClass type) {
        return type.own()
                ? ownConstants.contains(type.name())
                : !processed.contains(type.name())
                        && (constants.contains(type.name()) || ownConstants.contains(type.name()));
    }

    /**
     * Whether code looks a properties file up as a resource bundle: it names it so, or by its last part, to which it
     * adds a package, or a class of the same name lies beside it.
     */
    boolean isBundle(String name) {
        String path = name.replace('.', '/');
        String last = name.substring(name.lastIndexOf('.') + 1);
        return Stream.of(name, path, "/" + path, last, "." + last).anyMatch(texts::contains) || has(name);
    }

    /** Names of classes that stand in the application's own code, and nothing but their names. */
    Set<String> namedClasses() {
        return classes.values().stream()
                .filter(ScannedClass::own)
                .flatMap(type -> type.texts().stream())
                .filter(text -> text.indexOf('.') > 0 && has(text))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Classes whose names stand in the application's own configurations. */
    Stream<ScannedClass> configuredClasses() {
        return configuredNames.stream().flatMap(name -> Stream.ofNullable(classes.get(name)));
    }

    /** What libraries configure: names of files without folders, and the classes of the class path that stand there. */
    Map<String, Set<String>> libraryConfigurations() {
        libraryConfigurations.values().forEach(names -> names.removeIf(name -> !has(name)));
        return libraryConfigurations;
    }

    /** Whether anybody reads or writes objects by Java serialization. */
    boolean serializes() {
        return classes.values().stream().anyMatch(ScannedClass::serializes);
    }

    /** Whether the application, or a library that it uses for this, opens connections by URLs. */
    boolean opensUrls() {
        return classes.values().stream()
                .anyMatch(type -> type.references().contains("java.net.HttpURLConnection")
                        || type.references().contains("javax.net.ssl.HttpsURLConnection")
                        || type.own() && type.references().contains("java.net.URL"));
    }
}
