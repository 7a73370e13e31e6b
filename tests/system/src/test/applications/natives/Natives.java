import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import sun.misc.Unsafe;

/**
 * Calls those native methods of the JDK whose names, behind that of the class, it is given in its environment ({@code
 * NATIVES}, with spaces between them), each with nothing but null and 0, and says what came of it: a line {@code NAME
 * threw CLASS: MESSAGE}, {@code NAME answered} or {@code NAME could not be called: REASON}; the reason is why the class
 * cannot be initialized, if that is so. The classes of all that it could call stand in {@code natives.txt}.
 */
final class Natives {
    private static final Map<Class<?>, Throwable> UNINITIALIZED = new HashMap<>();

    private Natives() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> wanted = Set.of(System.getenv("NATIVES").split(" "));
        for (Method method : methods()) {
            String name = method.getDeclaringClass().getName() + "." + method.getName();
            if (wanted.contains(name)) {
                System.out.println(name + " " + outcome(method));
            }
        }
        System.out.println("still here");
    }

    private static List<Method> methods() throws IOException {
        List<Method> methods = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Natives.class.getResourceAsStream("/natives.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    for (Method method : Class.forName(line, false, null).getDeclaredMethods()) {
                        if (Modifier.isNative(method.getModifiers())) {
                            methods.add(method);
                        }
                    }
                } catch (ClassNotFoundException | LinkageError e) {
                    // It is no part of the image, and so nobody can call it.
                }
            }
        }
        return methods;
    }

    private static String outcome(Method method) throws ReflectiveOperationException {
        Object receiver = null;
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = nothing(method.getParameterTypes()[i]);
        }
        try {
            method.setAccessible(true);
            if (!Modifier.isStatic(method.getModifiers())) {
                receiver = unsafe().allocateInstance(method.getDeclaringClass());
            }
            method.invoke(receiver, arguments);
            return "answered";
        } catch (InvocationTargetException e) {
            return "threw " + e.getCause();
        } catch (LinkageError e) {
            // Only the first attempt tells why.
            return "could not be called: "
                    + UNINITIALIZED.computeIfAbsent(
                            method.getDeclaringClass(), type -> Objects.requireNonNullElse(e.getCause(), e));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return "could not be called: " + e;
        }
    }

    private static Object nothing(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private static Unsafe unsafe() throws ReflectiveOperationException {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return (Unsafe) field.get(null);
    }
}
