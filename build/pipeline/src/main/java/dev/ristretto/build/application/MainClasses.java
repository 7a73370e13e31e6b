package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds and checks classes that can be started: with {@code public static void main(String[])}, or with a main method
 * that is an instance's, takes nothing or is not public (Java Language Specification 25, section 12.1.4).
 */
final class MainClasses {
    private static final int MOST_LISTED = 8;
    private static final String WITH_ARGUMENTS = "([Ljava/lang/String;)V";
    private static final String WITHOUT = "()V";

    private MainClasses() {}

    /**
     * The only class with a main method.
     *
     * @param shown how errors call the application
     * @param own jars and folders with the application's own code, without its libraries
     * @throws BuildException if there is none or several
     */
    static String only(Path shown, List<Path> own) {
        SortedSet<String> found = all(own);
        if (found.isEmpty()) {
            throw new BuildException(
                    "No class in " + shown
                            + " has a main method, such as public static void main(String[]). Is it a library? Name the class with --main CLASS.");
        }
        if (found.size() > 1) {
            throw new BuildException("Several classes in " + shown + " have a main method: " + listed(found)
                    + ". Choose one with --main CLASS.");
        }
        return found.first();
    }

    /**
     * Makes sure that a class named by the user or a manifest can be started.
     *
     * @throws BuildException if it is missing or has no main method
     */
    static void check(String mainClass, Path shown, List<Path> own, List<Path> classPath) {
        for (Path path : classPath) {
            Optional<byte[]> bytes = new ClassPathEntry(path).find(mainClass);
            if (bytes.isPresent()) {
                ClassVersions.check(mainClass, bytes.get(), path);
                if (!canInherit(bytes.get()) && !has(MainClasses::isMain, bytes.get())) {
                    throw new BuildException("Class " + mainClass + " in " + path
                            + " has no method public static void main(String[])"
                            + " and none that Java 25 takes for main." + suggestion(own));
                }
                return;
            }
        }
        throw new BuildException("Main class " + mainClass + " is not in " + shown + "." + suggestion(own));
    }

    private static String suggestion(List<Path> own) {
        SortedSet<String> found = all(own);
        return found.isEmpty() ? "" : " Classes with one: " + listed(found) + "; choose with --main CLASS.";
    }

    private static String listed(SortedSet<String> names) {
        String list = String.join(", ", names.stream().limit(MOST_LISTED).toList());
        return names.size() > MOST_LISTED ? list + " and " + (names.size() - MOST_LISTED) + " more" : list;
    }

    /** Other forms of main count where nobody has the usual one: in older code they may be anything. */
    private static SortedSet<String> all(List<Path> own) {
        SortedSet<String> usual = all(own, MainClasses::isUsualMain);
        return usual.isEmpty() ? all(own, MainClasses::isMain) : usual;
    }

    private static SortedSet<String> all(List<Path> own, Predicate<MethodModel> kind) {
        SortedSet<String> found = new TreeSet<>();
        for (Path path : own) {
            new ClassPathEntry(path).classes((entry, content) -> {
                byte[] bytes = content.readAllBytes();
                String name = ClassPathEntry.className(entry);
                ClassVersions.check(name, bytes, path);
                if (has(kind, bytes)) {
                    found.add(name);
                }
            });
        }
        return found;
    }

    private static boolean canInherit(byte[] bytes) {
        return parse(bytes)
                .flatMap(ClassModel::superclass)
                .filter(superclass -> !superclass.asInternalName().equals("java/lang/Object"))
                .isPresent();
    }

    private static boolean has(Predicate<MethodModel> kind, byte[] bytes) {
        return parse(bytes)
                .map(model -> model.methods().stream().anyMatch(kind))
                .orElse(false);
    }

    private static boolean isUsualMain(MethodModel method) {
        AccessFlags flags = method.flags();
        return isMain(method)
                && method.methodType().equalsString(WITH_ARGUMENTS)
                && flags.has(AccessFlag.PUBLIC)
                && flags.has(AccessFlag.STATIC);
    }

    private static boolean isMain(MethodModel method) {
        boolean form = method.methodType().equalsString(WITH_ARGUMENTS)
                || method.methodType().equalsString(WITHOUT);
        return method.methodName().equalsString("main")
                && form
                && !method.flags().has(AccessFlag.PRIVATE)
                && (method.flags().has(AccessFlag.STATIC)
                        || method.parent().map(MainClasses::canBeMade).orElse(false));
    }

    /** Whether whoever starts the class can make the instance whose main it is. */
    private static boolean canBeMade(ClassModel model) {
        return !model.flags().has(AccessFlag.ABSTRACT)
                && model.methods().stream()
                        .anyMatch(method -> method.methodName().equalsString("<init>")
                                && method.methodType().equalsString(WITHOUT)
                                && !method.flags().has(AccessFlag.PRIVATE));
    }

    static Optional<ClassModel> parse(byte[] bytes) {
        try {
            return Optional.of(ClassFile.of().parse(bytes));
        } catch (IllegalArgumentException e) {
            // No class file, or a broken one that is not the one to run; the compiler will judge it if it is used.
            return Optional.empty();
        }
    }
}
