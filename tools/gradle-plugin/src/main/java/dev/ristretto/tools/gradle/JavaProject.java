package dev.ristretto.tools.gradle;

import org.gradle.api.GradleException;
import org.gradle.api.Project;
import org.jspecify.annotations.Nullable;

/**
 * What Gradle's plugins for Java say. Their types are in no library on Maven Central and have moved from one version of
 * Gradle to the next, so that their methods are called by their names, which have not.
 */
final class JavaProject {
    private JavaProject() {}

    /** Classes, resources and libraries: the files behind it are known once they are asked for. */
    static Iterable<?> runtimeClassPath(Project project) {
        Object main = call(project.property("sourceSets"), "getByName", "main");
        return (Iterable<?>) call(main, "getRuntimeClasspath");
    }

    /** The main class that the plugin {@code application} knows, if that is applied. */
    static @Nullable String mainClass(Project project) {
        Object application = project.getExtensions().findByName("application");
        if (application == null) {
            // Before Gradle 4.10 it is no extension.
            Object name = project.findProperty("mainClassName");
            return name == null ? null : name.toString();
        }
        try {
            Object property = application.getClass().getMethod("getMainClass").invoke(application);
            return (String) property.getClass().getMethod("getOrNull").invoke(property);
        } catch (ReflectiveOperationException e) {
            // Before Gradle 6.4.
            return (String) call(application, "getMainClassName");
        }
    }

    private static Object call(Object target, String name, Object... arguments) {
        try {
            Class<?>[] types = new Class<?>[arguments.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = arguments[i].getClass();
            }
            return target.getClass().getMethod(name, types).invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new GradleException("This Gradle is not one that the plugin of Ristretto knows: " + e, e);
        }
    }
}
