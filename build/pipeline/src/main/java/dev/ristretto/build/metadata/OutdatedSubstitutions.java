package dev.ristretto.build.metadata;

import dev.ristretto.build.application.ClassPathEntry;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Substitutions of libraries whose targets are nowhere: classes of an ahead-of-time compiler of other years, which the
 * present one refuses to build with. They count for nothing, and neither do those that call them: the library's own
 * code is compiled, as on HotSpot.
 */
public final class OutdatedSubstitutions {
    private static final String ANNOTATIONS = "Lcom/oracle/svm/core/annotate/";
    private static final String TARGET = ANNOTATIONS + "TargetClass;";
    private static final byte[] MARK = TARGET.getBytes(StandardCharsets.US_ASCII);

    private final List<Path> places;
    private final TreeMap<String, ClassModel> substitutions = new TreeMap<>();

    private OutdatedSubstitutions(List<Path> places) {
        this.places = places;
    }

    /**
     * Writes the classes of a class path that hold such substitutions without what makes them so.
     *
     * @param compiler the image builder's jars
     * @param target a new folder, to be put before the class path
     * @return the names of these classes; the folder is there unless there are none
     */
    public static Set<String> remove(List<Path> classPath, List<Path> compiler, Path target) throws IOException {
        OutdatedSubstitutions found = new OutdatedSubstitutions(
                Stream.concat(classPath.stream(), compiler.stream()).toList());
        classPath.forEach(found::read);
        Set<String> outdated = found.outdated();
        for (Map.Entry<String, ClassModel> substitution : found.substitutions.entrySet()) {
            if (outdated.contains(substitution.getKey())) {
                Path file = target.resolve(substitution.getKey() + ".class");
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.write(file, plain(substitution.getValue()));
            }
        }
        return outdated;
    }

    private void read(Path entry) {
        new ClassPathEntry(entry).classes((name, content) -> {
            byte[] file = content.readAllBytes();
            if (contains(file, MARK)) {
                ClassModel model = ClassFile.of().parse(file);
                if (target(model).isPresent()) {
                    substitutions.putIfAbsent(model.thisClass().asInternalName(), model);
                }
            }
        });
    }

    private static boolean contains(byte[] file, byte[] part) {
        for (int at = 0; at <= file.length - part.length; at++) {
            if (file[at] == part[0] && Arrays.equals(file, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** Internal names: of those without a target, and then again and again of those that call one of them. */
    private Set<String> outdated() {
        Set<String> outdated = new TreeSet<>();
        substitutions.forEach((name, model) -> {
            if (target(model)
                    .flatMap(OutdatedSubstitutions::namedTarget)
                    .filter(this::isMissing)
                    .isPresent()) {
                outdated.add(name);
            }
        });
        int before;
        do {
            before = outdated.size();
            substitutions.forEach((name, model) -> {
                if (names(model, outdated)) {
                    outdated.add(name);
                }
            });
        } while (outdated.size() > before);
        return outdated;
    }

    private static boolean names(ClassModel model, Set<String> others) {
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry type
                    && others.contains(type.asInternalName())
                    && !type.equals(model.thisClass())) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Annotation> target(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .filter(annotation -> annotation.className().equalsString(TARGET))
                .findFirst();
    }

    /** The target, unless a condition or code of the library chooses it. */
    private static Optional<String> namedTarget(Annotation annotation) {
        Optional<String> name = Optional.empty();
        for (AnnotationElement element : annotation.elements()) {
            switch (element.name().stringValue()) {
                case "className" -> {
                    if (element.value() instanceof AnnotationValue.OfString text) {
                        name = Optional.of(text.stringValue().replace('.', '/'));
                    }
                }
                case "innerClass", "value" -> {}
                default -> {
                    return Optional.empty();
                }
            }
        }
        return name;
    }

    private boolean isMissing(String target) {
        String binary = target.replace('/', '.');
        return !isOfTheJdk(target)
                && places.stream()
                        .noneMatch(
                                place -> new ClassPathEntry(place).find(binary).isPresent());
    }

    private static boolean isOfTheJdk(String target) {
        int end = target.lastIndexOf('/');
        if (end < 0) {
            return false;
        }
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/"))
                .getPath("/packages", target.substring(0, end).replace('/', '.'));
        try (Stream<Path> holders = Files.isDirectory(modules) ? Files.list(modules) : Stream.empty()) {
            return holders.anyMatch(module -> Files.exists(module.getFileSystem()
                    .getPath("/modules", module.getFileName().toString(), target + ".class")));
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] plain(ClassModel model) {
        ClassTransform plain = ClassTransform.transformingFields(FieldTransform.dropping(OutdatedSubstitutions::marks))
                .andThen(ClassTransform.transformingMethods(MethodTransform.dropping(OutdatedSubstitutions::marks)))
                .andThen(ClassTransform.dropping(OutdatedSubstitutions::marks));
        return ClassFile.of().transformClass(model, plain);
    }

    private static boolean marks(Object element) {
        return element instanceof RuntimeVisibleAnnotationsAttribute attribute
                && attribute.annotations().stream()
                        .anyMatch(annotation ->
                                annotation.className().stringValue().startsWith(ANNOTATIONS));
    }
}
