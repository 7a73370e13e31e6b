package dev.ristretto.kernel.personality.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Delete;
import com.oracle.svm.core.annotate.Inject;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.annotate.TargetElement;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The image builder's rules for substitutions, so that a mistake shows in a second and not after a minute's compile.
 */
class SubstitutionsTest {
    static Stream<Class<?>> targets() throws Exception {
        Path folder = Path.of(Descriptors.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> targets = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("dev/ristretto/kernel/personality/jdk"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("Target_") && !name.contains("$") && name.endsWith(".class")) {
                    targets.add(Class.forName(
                            folder.relativize(file)
                                    .toString()
                                    .replace(".class", "")
                                    .replace('/', '.'),
                            false,
                            SubstitutionsTest.class.getClassLoader()));
                }
            }
        }
        return targets.stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyMemberNamesOneOfTheOriginal(Class<?> target) throws Exception {
        Class<?> original = original(target);
        List<String> complaints = new ArrayList<>();
        for (Field field : target.getDeclaredFields()) {
            if (!isAnnotated(field, Alias.class, Delete.class, Inject.class)) {
                complaints.add(field + " is neither @Alias nor @Inject nor @Delete");
            } else if (!field.isAnnotationPresent(Inject.class)) {
                Field match = find(original.getDeclaredFields(), field);
                if (match == null || match.getType() != original(field.getType())) {
                    complaints.add(field + " does not exist in " + original);
                }
            }
        }
        for (Method method : target.getDeclaredMethods()) {
            if (method.isSynthetic()) {
                continue;
            }
            if (!isAnnotated(method, Alias.class, Substitute.class, Delete.class)) {
                complaints.add(method + " is neither @Substitute nor @Alias nor @Delete");
                continue;
            }
            Method match = method(original, method);
            if (match == null) {
                complaints.add(method + " does not exist in " + original);
            } else if (match.getReturnType() != original(method.getReturnType())
                    || Modifier.isStatic(match.getModifiers()) != Modifier.isStatic(method.getModifiers())) {
                complaints.add(method + " is not like " + match);
            }
        }
        for (Constructor<?> constructor : target.getDeclaredConstructors()) {
            if (isAnnotated(constructor, Alias.class, Substitute.class)
                    && Arrays.stream(original.getDeclaredConstructors())
                            .noneMatch(candidate -> takesTheSame(candidate, constructor))) {
                complaints.add(constructor + " does not exist in " + original);
            }
        }
        assertThat(complaints).isEmpty();
    }

    @SafeVarargs
    private static boolean isAnnotated(AnnotatedElement element, Class<? extends Annotation>... annotations) {
        return Arrays.stream(annotations).anyMatch(element::isAnnotationPresent);
    }

    private static @Nullable Field find(Field[] candidates, Field field) {
        return Arrays.stream(candidates)
                .filter(candidate -> candidate.getName().equals(field.getName()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Method method(Class<?> original, Method method) {
        TargetElement element = method.getAnnotation(TargetElement.class);
        String name = element == null || element.name().isEmpty() ? method.getName() : element.name();
        return Arrays.stream(original.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name) && takesTheSame(candidate, method))
                .findFirst()
                .orElse(null);
    }

    private static boolean takesTheSame(Executable candidate, Executable substitute) {
        Class<?>[] parameters = substitute.getParameterTypes();
        Class<?>[] expected = new Class<?>[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            expected[i] = original(parameters[i]);
        }
        return Arrays.equals(candidate.getParameterTypes(), expected);
    }

    /** The class that a target stands for; any other class stands for itself. */
    private static Class<?> original(Class<?> type) {
        if (type.isArray()) {
            return original(type.componentType()).arrayType();
        }
        TargetClass target = type.getAnnotation(TargetClass.class);
        if (target == null) {
            return type;
        }
        try {
            String name = target.className().isEmpty() ? target.value().getName() : target.className();
            for (String inner : target.innerClass()) {
                name = name + "$" + inner;
            }
            return Class.forName(name, false, SubstitutionsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(type + " stands for a class that does not exist", e);
        }
    }
}
