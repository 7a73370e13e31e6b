package dev.ristretto.build.builder;

import java.lang.reflect.Method;

/**
 * Lets the kernel, which comes on the image's class path, link to internals of the JDK and of the compiler. The JVM
 * alone is told of it: what {@link Module} knows becomes what the image knows, where an application has to find the JDK
 * as closed as on HotSpot.
 */
final class KernelLinkage {
    private KernelLinkage() {}

    /** To be called before a class of the kernel is loaded. */
    static void open() {
        try {
            // What --add-exports does, without what it writes down for isExported and isOpen.
            Method export = Module.class.getDeclaredMethod("addExportsToAllUnnamed0", Module.class, String.class);
            export.setAccessible(true);
            for (Module module : ModuleLayer.boot().modules()) {
                for (String packageName : module.getPackages()) {
                    export.invoke(null, module, packageName);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another JDK than 25, or one that does not open java.lang", e);
        }
    }
}
