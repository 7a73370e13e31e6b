package dev.ristretto.tools.tracer;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who has asked for reflection: the first class on the stack that is not part of it. Thread-safe. */
final class FirstCaller {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final String AGENT = "dev.ristretto.tools.tracer.";

    /** Reflection, which asks on behalf of its caller. */
    private static final Set<String> MACHINERY = Set.of(
            "java.lang.Class",
            "java.lang.ClassLoader",
            "java.lang.invoke.MethodHandles$Lookup",
            "java.net.URLClassLoader",
            "java.util.ResourceBundle",
            "sun.reflect.ReflectionFactory");

    private static final String[] MACHINERY_PACKAGES = {"java.lang.reflect.", "jdk.internal.reflect."};

    /** Java serialization: machinery to those who have objects written and read. */
    private static final String SERIALIZATION = "java.io.Object";

    /**
     * Parts of the JDK that do something to an application's classes that an image knows without being told: it starts
     * the main class, reads annotations, lists constants, links lambdas and records, finds bundles and what
     * serialization calls.
     */
    private static final String[] KNOWN = {
        "java.lang.Enum",
        "java.lang.invoke.",
        "java.lang.runtime.",
        "java.util.Enum",
        "java.util.ResourceBundle",
        "jdk.internal.loader.",
        "jdk.internal.misc.MethodFinder",
        "sun.instrument.",
        "sun.launcher.",
        "sun.reflect.annotation.",
        SERIALIZATION
    };

    private FirstCaller() {}

    /**
     * Whether a call of now is the application's: made by it, or by the JDK for what is the application's.
     *
     * @param application whether it is about a class or file of the application
     * @param serializing whether serialization asks on behalf of its caller
     */
    static boolean counts(boolean application, boolean serializing) {
        Class<?> caller = WALKER.walk(frames -> find(frames, serializing));
        if (caller == null || Proxy.isProxyClass(caller)) {
            return false;
        }
        return !Origins.isJdk(caller) || (application && !startsWith(caller.getName(), KNOWN));
    }

    private static @Nullable Class<?> find(Stream<StackFrame> frames, boolean serializing) {
        for (Iterator<StackFrame> i = frames.iterator(); i.hasNext(); ) {
            StackFrame frame = i.next();
            Class<?> type = frame.getDeclaringClass();
            String name = type.getName();
            boolean machinery = name.startsWith(AGENT)
                    || MACHINERY.contains(name)
                    || startsWith(name, MACHINERY_PACKAGES)
                    || (name.equals("sun.misc.Unsafe") && frame.getMethodName().equals("allocateInstance"))
                    || (serializing && name.startsWith(SERIALIZATION));
            if (!machinery) {
                return type;
            }
        }
        return null;
    }

    private static boolean startsWith(String name, String[] beginnings) {
        for (String beginning : beginnings) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
