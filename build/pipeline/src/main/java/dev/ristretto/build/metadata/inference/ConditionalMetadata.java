package dev.ristretto.build.metadata.inference;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is open to reflection, and which resources are there, only if the compiler finds a class to be reachable, so
 * that it costs nothing in other images: classes that broad rules concern, what libraries without metadata name, and
 * what parts of the JDK look up. Metadata of the present form has conditions for the time when the image runs alone,
 * which is why this has the older form, {@code reflect-config.json} and {@code resource-config.json}.
 */
final class ConditionalMetadata {
    /** Packages of the JDK whose classes are made by their names only by what has a screen. */
    private static final List<String> WITH_SCREEN = List.of("java.awt.", "java.applet.", "javax.swing.");

    private static final String CONDITION = "condition";
    private static final String NAME = "name";
    private static final String CONSTRUCTORS = "allDeclaredConstructors";

    /** A condition that always holds. */
    private static final String ALWAYS = "java.lang.Object";

    private final ClassPathScan scan;
    private final Set<String> exported = new TreeSet<>();
    private final Map<String, Map<String, Object>> entries = new TreeMap<>();
    private final Map<String, Map<String, Object>> bundles = new TreeMap<>();
    private final Map<String, Map<String, Object>> resources = new TreeMap<>();

    ConditionalMetadata(ClassPathScan scan) {
        this.scan = scan;
        ModuleLayer.boot().modules().stream()
                .map(Module::getDescriptor)
                .flatMap(module -> module.exports().stream())
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .forEach(exported::add);
    }

    /** A class that a rule applies to, if it is reachable. */
    void add(ScannedClass type, ReflectiveAccess access) {
        Map<String, Object> entry = entry(type.name(), type.name());
        entry.put(CONSTRUCTORS, true);
        entry.put("queryAllDeclaredMethods", true);
        if (access.members()) {
            entry.put("allDeclaredFields", true);
            entry.put("allDeclaredMethods", true);
            entry.put("unsafeAllocated", true);
        }
        if (access.arrays()) {
            addArray(type.name());
        }
    }

    private void addArray(String element) {
        entry(element, "[L" + element + ";");
    }

    /** What is looked up by a part of the JDK or a library if it is reachable, or if it is itself looked up. */
    void add(LookupRule rule) {
        rule.arrays().stream().filter(scan::names).forEach(this::addArray);
        for (String used : rule.used()) {
            if (rule.types().contains(used) && scan.namesInText(used)) {
                add(ALWAYS, rule);
                return;
            }
            if (scan.names(used)) {
                add(used, rule);
            }
        }
    }

    private void add(String condition, LookupRule rule) {
        rule.types().forEach(type -> entry(condition, type).put(CONSTRUCTORS, true));
        scan.subtypes(rule.subtypesOf()).forEach(type -> {
            entry(condition, type).put(CONSTRUCTORS, true);
            entry(condition, type).put("allDeclaredFields", true);
        });
        scan.classes().stream()
                .map(ScannedClass::name)
                .filter(name -> rule.ends().stream().anyMatch(name::endsWith))
                .forEach(name -> entry(condition, name).put(CONSTRUCTORS, true));
        rule.interfaces().forEach(type -> entry(condition, type).put("allPublicMethods", true));
        for (String bundle : rule.bundles()) {
            bundles.put(condition + " " + bundle, Map.of(CONDITION, whenReachable(condition), NAME, bundle));
        }
        for (String resource : rule.resources()) {
            int module = resource.indexOf(':') + 1;
            String pattern = resource.substring(0, module) + Pattern.quote(resource.substring(module));
            resources.put(condition + " " + resource, Map.of(CONDITION, whenReachable(condition), "pattern", pattern));
        }
    }

    /**
     * Classes that libraries name in their code and in configurations that their code reads, and those of the JDK that
     * any code names.
     */
    void addNamed() {
        Map<String, Set<String>> configurations = scan.libraryConfigurations();
        for (ScannedClass user : scan.classes()) {
            if (user.told() && !user.own()) {
                continue;
            }
            addCollections(user);
            user.texts().forEach(text -> addOfTheJdk(user, text));
            if (!user.own()) {
                user.texts().forEach(text -> {
                    addOfClassPath(user, text);
                    configurations
                            .getOrDefault(text.substring(text.lastIndexOf('/') + 1), Set.of())
                            .forEach(name -> addConfigured(user, name));
                });
            }
        }
    }

    private void addConfigured(ScannedClass user, String name) {
        if (scan.opensWindows(name)) {
            return;
        }
        Map<String, Object> entry = entry(user.name(), name);
        entry.put(CONSTRUCTORS, true);
        entry.put("allDeclaredFields", true);
        entry.put("allPublicMethods", true);
    }

    private void addOfClassPath(ScannedClass user, String name) {
        if (name.indexOf('.') > 0 && scan.has(name) && !name.equals(user.name()) && !scan.opensWindows(name)) {
            entry(user.name(), name).put(CONSTRUCTORS, true);
        }
    }

    /** Methods and fields count that are named in the same place. */
    private void addOfTheJdk(ScannedClass user, String name) {
        Class<?> type = name.indexOf('.') > 0 && !scan.has(name) ? ofTheJdk(name) : null;
        if (type == null) {
            return;
        }
        Map<String, Object> entry = entry(user.name(), name);
        if (canBeMade(type)) {
            entry.put("allPublicConstructors", true);
        }
        entry.put("methods", named(user, Stream.of(type.getDeclaredMethods()).filter(ConditionalMetadata::isPublic)));
        entry.put("fields", named(user, Stream.of(type.getDeclaredFields())));
    }

    /** Inherited members do not count: the compiler refuses a configuration with one that the class itself lacks. */
    private static List<Map<String, String>> named(ScannedClass user, Stream<? extends Member> members) {
        return members.map(Member::getName)
                .filter(user.texts()::contains)
                .distinct()
                .sorted()
                .map(name -> Map.of(NAME, name))
                .toList();
    }

    /** Collections of the JDK whose class objects code takes, to make them where something asks for a kind of them. */
    private void addCollections(ScannedClass user) {
        for (String name : user.constants()) {
            Class<?> type = name.startsWith("java.util.") ? ofTheJdk(name) : null;
            if (type != null
                    && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))
                    && canBeMade(type)) {
                entry(user.name(), name).put("allPublicConstructors", true);
            }
        }
    }

    private @Nullable Class<?> ofTheJdk(String name) {
        boolean fit = exported.contains(name.substring(0, name.lastIndexOf('.')))
                && WITH_SCREEN.stream().noneMatch(name::startsWith);
        return fit ? load(name) : null;
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private static boolean isPublic(Member member) {
        return Modifier.isPublic(member.getModifiers());
    }

    private static boolean canBeMade(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers()) && type.getConstructors().length > 0;
    }

    private Map<String, Object> entry(String condition, String name) {
        return entries.computeIfAbsent(condition + " " + name, unused -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put(CONDITION, whenReachable(condition));
            entry.put(NAME, name);
            return entry;
        });
    }

    private static Map<String, Object> whenReachable(String type) {
        return Map.of("typeReachable", type);
    }

    /** The content of {@code reflect-config.json}. */
    List<Map<String, Object>> reflection() {
        return List.copyOf(entries.values());
    }

    /** The content of {@code resource-config.json}. */
    Map<String, Object> resources() {
        return Map.of(
                "bundles",
                List.copyOf(bundles.values()),
                "resources",
                Map.of("includes", List.copyOf(resources.values())));
    }
}
