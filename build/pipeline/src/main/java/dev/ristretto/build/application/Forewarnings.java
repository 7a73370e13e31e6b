package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * What of an application will not work in a closed world without native libraries, as far as its class path tells:
 * said before the minutes that compiling takes. Not thread-safe.
 */
public final class Forewarnings {
    private static final int MOST_NAMES = 3;

    /** A class path from which on a build takes much longer and more memory than small ones do. */
    private static final int MANY_CLASSES = 15_000;

    /** A class of each library that makes classes at run time, and what to say of the library. */
    private static final Map<String, String> GENERATORS = Map.of(
            "net/bytebuddy/ByteBuddy.class", traceable("Byte Buddy"),
            "net/sf/cglib/proxy/Enhancer.class", traceable("cglib"),
            "javassist/ClassPool.class", traceable("Javassist"),
            "groovy/lang/GroovyClassLoader.class", traceable("Groovy"),
            "org/codehaus/janino/SimpleCompiler.class", traceable("Janino"),
            "org/mozilla/javascript/DefiningClassLoader.class", traceable("Rhino"),
            "org/apache/derby/impl/services/bytecode/BCJava.class",
                    "Derby, which makes classes with new names in each run, so that no image can have them: use H2 or HSQLDB");

    private static final Set<String> LOADERS =
            Set.of("java/lang/ClassLoader", "java/security/SecureClassLoader", "java/net/URLClassLoader");

    private static final Set<String> DEFINING = Set.of("defineClass", "defineHiddenClass", "defineAnonymousClass");

    private final Application application;
    private final Map<String, Path> classes = new HashMap<>();
    private final Map<Path, Set<String>> natives = new TreeMap<>();
    private final Map<Path, String> generators = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();

    private Forewarnings(Application application) {
        this.application = application;
    }

    private static String traceable(String library) {
        return library + ", which makes classes at run time: an image has those alone that 'ristretto trace' has seen";
    }

    /** A line for each. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many classes the class path has. */
    public int classes() {
        return classes.size();
    }

    /**
     * Reads a class path.
     *
     * @throws BuildException if the main class has a superclass or an interface that is not there, so that nothing
     *     could ever be started
     */
    public static Forewarnings of(Application application) {
        Forewarnings warnings = new Forewarnings(application);
        application.classPath().forEach(warnings::read);
        warnings.addNatives();
        warnings.generators.forEach((path, what) -> warnings.lines.add(path.getFileName() + " has " + what));
        warnings.addAgents();
        warnings.addOwn();
        if (warnings.classes.size() > MANY_CLASSES) {
            warnings.lines.add("the class path has " + warnings.classes.size()
                    + " classes: a build may take more than ten minutes and 5 GB of memory");
        }
        return warnings;
    }

    private void read(Path path) {
        new ClassPathEntry(path).names(name -> {
            if (name.endsWith(".class")) {
                classes.putIfAbsent(name, path);
                String generator = GENERATORS.get(name);
                if (generator != null) {
                    generators.put(path, generator);
                }
            } else if (name.endsWith(".so")) {
                natives.computeIfAbsent(path, unused -> new TreeSet<>()).add(name.substring(name.lastIndexOf('/') + 1));
            }
        });
    }

    private void addNatives() {
        natives.forEach((path, names) -> lines.add(path.getFileName() + " has native libraries (" + listed(names)
                + "), which an image cannot load: what needs them throws UnsatisfiedLinkError"));
    }

    private void addAgents() {
        Set<String> agents = new TreeSet<>();
        for (Path path : application.classPath()) {
            if (Files.isRegularFile(path) && isAgent(path)) {
                agents.add(String.valueOf(path.getFileName()));
            }
        }
        if (!agents.isEmpty()) {
            lines.add("an image runs without Java agents, which these are: " + listed(agents));
        }
    }

    private static boolean isAgent(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
            return attributes.getValue("Premain-Class") != null || attributes.getValue("Launcher-Agent-Class") != null;
        } catch (IOException e) {
            // Whoever compiles it will say so.
            return false;
        }
    }

    /** Follows the main class through what begins as its package does: in jars with libraries that is not all. */
    private void addOwn() {
        Set<String> packages = ModuleFinder.ofSystem().findAll().stream()
                .flatMap(module -> module.descriptor().packages().stream())
                .collect(Collectors.toSet());
        Set<String> loading = new TreeSet<>();
        Map<String, String> missing = new TreeMap<>();
        String main = application.mainClass().replace('.', '/');
        Set<String> seen = new HashSet<>(Set.of(main));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String name = open.remove();
            Optional<ClassModel> model = parse(name);
            if (model.isEmpty()) {
                continue;
            }
            if (loadsClasses(model.get())) {
                loading.add(name.replace('/', '.'));
            }
            for (String used : references(model.get())) {
                boolean known = classes.containsKey(used + ".class");
                if (!known && !packages.contains(packageOf(used).replace('/', '.'))) {
                    missing.putIfAbsent(used.replace('/', '.'), name.replace('/', '.'));
                } else if (known && used.startsWith(beginning(main)) && seen.add(used)) {
                    open.add(used);
                }
            }
            if (name.equals(main)) {
                requireSupertypes(model.get(), missing.keySet());
            }
        }
        if (!loading.isEmpty()) {
            lines.add("classes that load or define classes at run time, for which an image is closed: "
                    + listed(loading));
        }
        if (!missing.isEmpty()) {
            String user = missing.values().iterator().next();
            lines.add(user + " uses " + listed(missing.keySet())
                    + ", which the class path lacks: NoClassDefFoundError when it gets there. Give a project, or a jar"
                    + " with its libraries (Class-Path, or all in one)");
        }
    }

    private void requireSupertypes(ClassModel main, Set<String> missing) {
        List<ClassEntry> supertypes = new ArrayList<>(main.interfaces());
        main.superclass().ifPresent(supertypes::add);
        for (ClassEntry supertype : supertypes) {
            String name = supertype.asInternalName().replace('/', '.');
            if (missing.contains(name)) {
                throw new BuildException("Main class " + application.mainClass() + " is a " + name
                        + ", which the class path lacks. Give a project, or a jar with its libraries (Class-Path,"
                        + " or all in one).");
            }
        }
    }

    private Optional<ClassModel> parse(String name) {
        Path path = classes.get(name + ".class");
        return path == null
                ? Optional.empty()
                : new ClassPathEntry(path).find(name).flatMap(MainClasses::parse);
    }

    private static Set<String> references(ClassModel model) {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry type) {
                String name = type.asInternalName();
                int element = name.startsWith("[") ? name.indexOf('L') : -1;
                if (element >= 0) {
                    names.add(name.substring(element + 1, name.length() - 1));
                } else if (!name.startsWith("[")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static boolean loadsClasses(ClassModel model) {
        if (model.superclass()
                .map(ClassEntry::asInternalName)
                .filter(LOADERS::contains)
                .isPresent()) {
            return true;
        }
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof MemberRefEntry member) {
                String name = member.name().stringValue();
                boolean made =
                        name.equals("<init>") && member.owner().asInternalName().equals("java/net/URLClassLoader");
                if (made || DEFINING.contains(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /** The first two parts of a package, which applications share and libraries do not. */
    private static String beginning(String name) {
        int first = name.indexOf('/');
        int second = name.indexOf('/', first + 1);
        return name.substring(0, Math.max(first, second) + 1);
    }

    private static String listed(Collection<String> names) {
        String list = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? list + " and " + (names.size() - MOST_NAMES) + " more" : list;
    }
}
