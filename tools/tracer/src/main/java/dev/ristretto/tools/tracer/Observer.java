package dev.ristretto.tools.tracer;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What the hooks call. It makes findings of what the JDK's methods have returned; what they throw is none. Whatever
 * happens in here, the application goes on as without it. Thread-safe.
 */
public final class Observer {
    /** True while a thread works for the agent, whose own reflection is nobody's. */
    private static final ThreadLocal<Boolean> IGNORING = new ThreadLocal<>();

    /** The keys for methods that give all members of a kind. */
    private static final Map<String, String> ALL = Map.of(
            "getFields", "allPublicFields",
            "getDeclaredFields", "allDeclaredFields",
            "getMethods", "allPublicMethods",
            "getDeclaredMethods", "allDeclaredMethods",
            "getConstructors", "allPublicConstructors",
            "getDeclaredConstructors", "allDeclaredConstructors");

    /** Packages of the JDK whose bundles are its own. */
    private static final List<String> JDK_BUNDLES = List.of("sun.", "com.sun.", "jdk.", "java.", "javax.");

    private static volatile @Nullable Observer current;

    private final Findings findings;
    private final FindingsFile output;

    private Observer(Findings findings, FindingsFile output) {
        this.findings = findings;
        this.output = output;
    }

    /** From now on what hooks say becomes findings. */
    static void start(Findings findings, FindingsFile output) {
        boolean before = beginIgnoring();
        // Loads what is needed later, when the application may hold any lock.
        var _ = FirstCaller.counts(false, false);
        FindingsJson.of(findings.sorted());
        current = new Observer(findings, output);
        endIgnoring(before);
    }

    /** The calling thread works for the agent until {@link #endIgnoring}; returns whether it did before. */
    static boolean beginIgnoring() {
        boolean before = Boolean.TRUE.equals(IGNORING.get());
        IGNORING.set(true);
        return before;
    }

    static void endIgnoring(boolean before) {
        if (!before) {
            IGNORING.remove();
        }
    }

    /** The calling thread works for the agent until its end. */
    static void ignoreThisThread() {
        IGNORING.set(true);
    }

    /**
     * An observed method returns; called by hooks in the JDK's and the application's classes.
     *
     * @param hook the name of a {@link TracedMethod}
     * @param method the method's name
     * @param arguments object and arguments of the call, those of primitive types left out
     */
    public static void returned(@Nullable Object result, String hook, String method, @Nullable Object[] arguments) {
        Observer observer = current;
        if (observer == null || Boolean.TRUE.equals(IGNORING.get())) {
            return;
        }
        IGNORING.set(true);
        try {
            observer.take(TracedMethod.valueOf(hook), method, result, arguments);
        } catch (Throwable e) {
            // It is not found; the application must not notice, not even that its stack or heap is full.
        } finally {
            IGNORING.remove();
        }
    }

    private void take(TracedMethod hook, String method, @Nullable Object result, @Nullable Object[] arguments) {
        switch (hook) {
            case END, HALT -> output.write();
            case SERIALIZATION -> serialized((Class<?>) arguments[0]);
            case SERIALIZATION_CONSTRUCTOR -> serialized((Class<?>) arguments[1]);
            case MEMBERS -> members((Class<?>) arguments[0], method);
            case CONSTRUCTOR_USE, METHOD_USE, FIELD_USE -> member((Member) arguments[0]);
            case HANDLE_OF_MEMBER -> member((Member) arguments[1]);
            case HANDLE_OF_METHOD ->
                method((Class<?>) arguments[1], (String) arguments[2], ((MethodType) arguments[3]).parameterArray());
            case HANDLE_OF_CONSTRUCTOR ->
                executable((Class<?>) arguments[1], "<init>", ((MethodType) arguments[2]).parameterArray());
            case HANDLE_OF_FIELD -> field((Class<?>) arguments[1], (String) arguments[2]);
            case BUNDLE -> bundle((String) arguments[0]);
            default -> {
                if (result != null) {
                    taken(hook, result, arguments);
                }
            }
        }
    }

    private void taken(TracedMethod hook, Object result, @Nullable Object[] arguments) {
        switch (hook) {
            case CLASS_BY_NAME -> type((Class<?>) result, true);
            case CLASS_BY_LOADER, HANDLE_OF_CLASS -> type((Class<?>) result, false);
            case ARRAY -> type(result.getClass(), true);
            case MEMBER -> {
                // Of a class above, perhaps: then both are asked.
                type((Class<?>) arguments[0], false);
                member((Member) result);
            }
            case INSTANCE -> executable(result.getClass(), "<init>");
            case ALLOCATION -> found(result.getClass(), TracedUse.Kind.FLAG, "unsafeAllocated", false);
            case PROXY -> proxy(result instanceof Class<?> type ? type : result.getClass());
            case RESOURCE -> {
                if (!((URL) result).getProtocol().equals("jrt")) {
                    resource((String) arguments[1], true);
                }
            }
            case RESOURCES -> {
                if (((Enumeration<?>) result).hasMoreElements()) {
                    resource((String) arguments[1], false);
                }
            }
            default -> throw new IllegalArgumentException(hook.name());
        }
    }

    private void type(Class<?> type, boolean serializing) {
        if (Proxy.isProxyClass(type)) {
            proxy(type);
        } else if (isNamed(type)) {
            found(new TracedUse(TracedUse.Kind.TYPE, type.getTypeName(), ""), !Origins.isJdk(type), serializing);
        }
    }

    /** All members of a kind: of an application's class all may be used later, of the JDK's those that are used. */
    private void members(Class<?> type, String method) {
        String key = ALL.get(method);
        if (key == null || Origins.isJdk(type)) {
            type(type, false);
        } else {
            found(type, TracedUse.Kind.FLAG, key, false);
        }
    }

    private void member(Member member) {
        if (member instanceof Executable executable) {
            String name = member instanceof Constructor<?> ? "<init>" : member.getName();
            executable(member.getDeclaringClass(), name, executable.getParameterTypes());
        } else if (member instanceof Field) {
            found(member.getDeclaringClass(), TracedUse.Kind.FIELD, member.getName(), false);
        }
    }

    /** A method by what it is called on, which may have it from above. */
    private void method(Class<?> type, String name, Class<?>... parameters) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            try {
                member(declaring.getDeclaredMethod(name, parameters));
                return;
            } catch (NoSuchMethodException e) {
                // Further up.
            }
        }
        for (Method inherited : type.getMethods()) {
            if (inherited.getName().equals(name)
                    && List.of(inherited.getParameterTypes()).equals(List.of(parameters))) {
                member(inherited);
            }
        }
    }

    private void field(Class<?> type, String name) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    member(field);
                    return;
                }
            }
        }
    }

    private void executable(Class<?> type, String name, Class<?>... parameters) {
        StringJoiner types = new StringJoiner(",", name + "(", ")");
        for (Class<?> parameter : parameters) {
            types.add(parameter.getTypeName());
        }
        found(type, TracedUse.Kind.METHOD, types.toString(), false);
    }

    private void serialized(Class<?> type) {
        if (Serializable.class.isAssignableFrom(type)) {
            found(type, TracedUse.Kind.FLAG, "serializable", true);
        }
    }

    private void proxy(Class<?> proxy) {
        StringJoiner names = new StringJoiner(",");
        boolean application = false;
        for (Class<?> type : proxy.getInterfaces()) {
            names.add(type.getName());
            application |= !Origins.isJdk(type);
        }
        found(new TracedUse(TracedUse.Kind.PROXY, names.toString(), ""), application, false);
    }

    /** Folders are none. */
    private void resource(String name, boolean application) {
        if (!name.isEmpty() && !name.endsWith("/")) {
            found(new TracedUse(TracedUse.Kind.RESOURCE, name, ""), application, false);
        }
    }

    private void bundle(String name) {
        boolean application = JDK_BUNDLES.stream().noneMatch(name::startsWith);
        found(new TracedUse(TracedUse.Kind.BUNDLE, name.replace('/', '.'), ""), application, false);
    }

    /** A finding about a class, which is one itself. */
    private void found(Class<?> type, TracedUse.Kind kind, String detail, boolean serializing) {
        boolean counts = isNamed(type)
                && !Proxy.isProxyClass(type)
                && found(new TracedUse(kind, type.getTypeName(), detail), !Origins.isJdk(type), serializing);
        if (counts) {
            findings.add(new TracedUse(TracedUse.Kind.TYPE, type.getTypeName(), ""));
        }
    }

    private boolean found(TracedUse finding, boolean application, boolean serializing) {
        // First, because looking at the stack takes longest.
        if (findings.contains(finding)) {
            return true;
        }
        boolean counts = FirstCaller.counts(application, serializing);
        if (counts) {
            findings.add(finding);
        }
        return counts;
    }

    /** Whether others could look it up by its name. */
    private static boolean isNamed(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return !element.isHidden() && !(element.isPrimitive() && element == type);
    }
}
