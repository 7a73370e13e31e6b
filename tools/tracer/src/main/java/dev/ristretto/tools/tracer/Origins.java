package dev.ristretto.tools.tracer;

import org.jspecify.annotations.Nullable;

/** Whose a class is. */
final class Origins {
    private Origins() {}

    /** Whether it is the JDK's; the agent's own counts as such. */
    static boolean isJdk(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return isJdk(element.getClassLoader(), element.getModule());
    }

    static boolean isJdk(@Nullable ClassLoader loader, @Nullable Module module) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return true;
        }
        if (module == null || !module.isNamed() || module.getLayer() != ModuleLayer.boot()) {
            return false;
        }
        return module.getName().startsWith("java.") || module.getName().startsWith("jdk.");
    }
}
