package dev.ristretto.tools.tracer;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The methods of the JDK that are observed. What comes in where they return is for {@link Observer}: the result, or for
 * {@link #HALT} nothing, where they begin.
 *
 * <p>Methods and fields are observed when an object of them is used first (the JDK gets its accessor then), not each
 * time: they may be called millions of times a second.
 */
enum TracedMethod {
    CLASS_BY_NAME("java.lang.Class", "forName"),
    MEMBER(
            "java.lang.Class",
            "getField",
            "getDeclaredField",
            "getMethod",
            "getDeclaredMethod",
            "getConstructor",
            "getDeclaredConstructor"),
    MEMBERS(
            "java.lang.Class",
            "getFields",
            "getDeclaredFields",
            "getMethods",
            "getDeclaredMethods",
            "getConstructors",
            "getDeclaredConstructors",
            "getRecordComponents",
            "getClasses",
            "getDeclaredClasses",
            "getPermittedSubclasses"),
    INSTANCE("java.lang.Class", "newInstance"),
    CONSTRUCTOR_USE("java.lang.reflect.Constructor", "acquireConstructorAccessor"),
    METHOD_USE("java.lang.reflect.Method", "acquireMethodAccessor"),
    FIELD_USE("java.lang.reflect.Field", "acquireFieldAccessor", "acquireOverrideFieldAccessor"),
    ARRAY("java.lang.reflect.Array", "newInstance"),
    PROXY("java.lang.reflect.Proxy", "newProxyInstance", "getProxyClass"),
    RESOURCE("java.lang.ClassLoader", "getResource"),
    RESOURCES("java.lang.ClassLoader", "getResources"),
    BUNDLE("java.util.ResourceBundle", "getBundle"),
    SERIALIZATION("java.io.ObjectStreamClass", "lookup"),
    SERIALIZATION_CONSTRUCTOR(
            "sun.reflect.ReflectionFactory", "newConstructorForSerialization", "newConstructorForExternalization"),
    ALLOCATION("sun.misc.Unsafe", "allocateInstance"),
    HANDLE_OF_METHOD("java.lang.invoke.MethodHandles$Lookup", "findStatic", "findVirtual", "findSpecial"),
    HANDLE_OF_CONSTRUCTOR("java.lang.invoke.MethodHandles$Lookup", "findConstructor"),
    HANDLE_OF_FIELD(
            "java.lang.invoke.MethodHandles$Lookup",
            "findGetter",
            "findSetter",
            "findVarHandle",
            "findStaticGetter",
            "findStaticSetter",
            "findStaticVarHandle"),
    HANDLE_OF_CLASS("java.lang.invoke.MethodHandles$Lookup", "findClass"),
    HANDLE_OF_MEMBER(
            "java.lang.invoke.MethodHandles$Lookup",
            "unreflect",
            "unreflectSpecial",
            "unreflectConstructor",
            "unreflectGetter",
            "unreflectSetter",
            "unreflectVarHandle"),
    /** Of a loader; observed where it is called, because the JVM calls it too, to link classes. */
    CLASS_BY_LOADER("java.lang.ClassLoader"),
    END("java.lang.ApplicationShutdownHooks", "runHooks"),
    HALT("java.lang.Runtime", "halt");

    private static final Set<String> CLASSES = Arrays.stream(values())
            .filter(hook -> !hook.names.isEmpty())
            .map(hook -> hook.className)
            .collect(Collectors.toUnmodifiableSet());

    private final String className;
    private final Set<String> names;

    TracedMethod(String className, String... names) {
        this.className = className;
        this.names = Set.of(names);
    }

    /** The names of its methods, all overloads of which are observed. */
    Set<String> names() {
        return names;
    }

    String className() {
        return className;
    }

    /** Whether a class has any of them. */
    static boolean areIn(String className) {
        return CLASSES.contains(className);
    }
}
