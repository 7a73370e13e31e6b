package dev.ristretto.build.reproducible.added;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import jdk.internal.misc.VM;

/**
 * Sorts the methods of a class by name and types. The JVM lists them by the addresses of their names, which depend on
 * all that was loaded before, on threads and on luck, and those with the same name in any order.
 */
public final class MethodOrder {
    private record Named(String name, Object method) {}

    /** Not a lambda: making one lists methods. */
    private static final class ByName implements Comparator<Named> {
        @Override
        public int compare(Named a, Named b) {
            return a.name.compareTo(b.name);
        }
    }

    private static final Comparator<Named> BY_NAME = new ByName();

    private MethodOrder() {}

    /** Sorts methods or constructors, the array itself, once the JVM is up. */
    public static Object[] sorted(Object[] methods) {
        if (methods.length < 2 || !VM.isBooted()) {
            return methods;
        }
        String[] names = new String[methods.length];
        for (int i = 0; i < methods.length; i++) {
            names[i] = name((Executable) methods[i]);
        }
        return sorted(methods, names);
    }

    /** Sorts an array itself by the names of its elements. */
    public static Object[] sorted(Object[] methods, String[] names) {
        Named[] named = new Named[methods.length];
        for (int i = 0; i < methods.length; i++) {
            named[i] = new Named(names[i], methods[i]);
        }
        Arrays.sort(named, BY_NAME);
        for (int i = 0; i < methods.length; i++) {
            methods[i] = named[i].method;
        }
        return methods;
    }

    private static String name(Executable method) {
        StringBuilder name = new StringBuilder(method.getName());
        for (Class<?> parameter : method.getParameterTypes()) {
            name.append(' ').append(parameter.getName());
        }
        if (method instanceof Method known) {
            name.append(' ').append(known.getReturnType().getName());
        }
        return name.toString();
    }
}
