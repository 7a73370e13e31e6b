package dev.ristretto.kernel.machine.exceptions;

import org.jspecify.annotations.Nullable;

/**
 * What a {@code ClassCastException} says, in HotSpot's words: both classes, and where they come from. Source: JDK 25,
 * {@code SharedRuntime::generate_class_cast_message} and {@code Klass::joint_in_module_of_loader}.
 */
final class CastMessage {
    private CastMessage() {}

    /**
     * The message for an object that is no instance of something.
     *
     * @param expected the class, or what stands for it where the compiler knows no class
     */
    static String of(Object object, Object expected) {
        return expected instanceof Class<?> type
                ? between(object.getClass(), type)
                : "class " + object.getClass().getName() + " cannot be cast to " + expected;
    }

    /** The message for an object of one class that is no instance of another. */
    static String between(Class<?> from, Class<?> to) {
        String message = "class " + from.getName() + " cannot be cast to class " + to.getName() + " (";
        String origin = origin(from);
        String target = origin(to);
        if (origin.equals(target)) {
            return message + from.getName() + " and " + to.getName() + " are in " + origin + ")";
        }
        return message + from.getName() + " is in " + origin + "; " + to.getName() + " is in " + target + ")";
    }

    /** Module and loader; an array is where its elements are. */
    private static String origin(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        Module module = element.getModule();
        String name = module.isNamed() ? "module " + module.getName() : "unnamed module";
        return name + " of loader " + loader(element.getClassLoader());
    }

    private static String loader(@Nullable ClassLoader loader) {
        if (loader == null) {
            return "'bootstrap'";
        }
        String name = loader.getName();
        String type = loader.getClass().getName();
        if (name == null) {
            return type + " @" + Integer.toHexString(System.identityHashCode(loader));
        }
        return name.equals("app") || name.equals("platform")
                ? "'" + name + "'"
                : "'" + name + "' @" + Integer.toHexString(System.identityHashCode(loader));
    }
}
