package dev.ristretto.tests.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Language features that the runtime has a part in: patterns, lambdas, reflection, handles, references. */
final class LanguageChecks {
    private static final VarHandle COUNT = countHandle();
    private int count;

    private LanguageChecks() {}

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    enum Weekday {
        MONDAY,
        SUNDAY
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Marked {
        String value();
    }

    @Marked("by hand")
    interface Doubler {
        int twice(int value);
    }

    /** Makes a class of its file; in an image, which has no class files, the name says which one is meant. */
    private static final class Maker extends ClassLoader {
        Class<?> make(String name) throws IOException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file == null ? new byte[0] : file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
    }

    static void plan(Plan plan) {
        plan.check("pattern switch", "circle 2.0, large, square 3.0", () -> {
            Shape[] shapes = {new Circle(2), new Square(101), new Square(3)};
            return describe(shapes[0]) + ", " + describe(shapes[1]) + ", " + describe(shapes[2]);
        });
        plan.check("record members", "Circle[radius=2.0]", () -> new Circle(2).toString());
        plan.holds("record equality", () -> new Circle(2).equals(new Circle(2)) && !new Circle(2).equals(new Circle(3)));
        plan.check("enum by name", Weekday.SUNDAY, () -> Weekday.valueOf("SUNDAY"));
        plan.check("lambda captures", "a1", () -> {
            String letter = "a";
            int digit = 1;
            Supplier<String> supplier = () -> letter + digit;
            return supplier.get();
        });
        plan.check("string concatenation", "1 2.5 x true null c", () -> {
            Object nothing = null;
            return 1 + " " + 2.5 + " x " + true + " " + nothing + " " + 'c';
        });
        plan.check(
                "the JDK's modules are closed",
                "false false true InaccessibleObjectException",
                () -> modules(String.class.getModule(), LanguageChecks.class.getModule()));
        plan.check("method by reflection", 7, () -> Math.class.getMethod("max", int.class, int.class).invoke(null, 3, 7));
        plan.check("annotation", "by hand", () -> Doubler.class.getAnnotation(Marked.class).value());
        plan.check("proxy", 42, () -> {
            Doubler doubler = (Doubler) Proxy.newProxyInstance(
                    Doubler.class.getClassLoader(),
                    new Class<?>[] {Doubler.class},
                    (proxy, method, arguments) -> 2 * (Integer) arguments[0]);
            return doubler.twice(21);
        });
        proxies(plan);
        plan.check("class that is made", "interface " + Doubler.class.getName(), () -> {
            Class.forName("dev.ristretto.tests.runtime.LanguageChecks$Doubler");
            return new Maker().make("dev.ristretto.tests.runtime.LanguageChecks$Doubler").toString();
        });
        plan.check("method handle", 5, () -> {
            MethodHandle length = MethodHandles.lookup()
                    .findVirtual(String.class, "length", MethodType.methodType(int.class));
            return (int) length.invokeExact("seven".toString());
        });
        plan.check("var handle", 3, () -> {
            LanguageChecks self = new LanguageChecks();
            COUNT.getAndAdd(self, 2);
            COUNT.compareAndSet(self, 2, 3);
            return (int) COUNT.getVolatile(self);
        });
        plan.check("service loader", "served", () ->
                ServiceLoader.load(Service.class).findFirst().orElseThrow().answer());
        plan.holds("weak reference is cleared", () -> {
            WeakReference<Object> reference = new WeakReference<>(new byte[100]);
            for (int i = 0; i < 50 && reference.get() != null; i++) {
                System.gc();
                Thread.sleep(10);
            }
            return reference.get() == null;
        });
        plan.holds("cleaner runs", () -> {
            CountDownLatch cleaned = new CountDownLatch(1);
            Cleaner.create().register(new byte[100], cleaned::countDown);
            boolean done = false;
            for (int i = 0; i < 50 && !done; i++) {
                System.gc();
                done = cleaned.await(20, TimeUnit.MILLISECONDS);
            }
            return done;
        });
    }

    /** What {@code META-INF/services} provides one of. */
    public interface Service {
        String answer();
    }

    /** The provider. */
    public static final class Provider implements Service {
        @Override
        public String answer() {
            return "served";
        }
    }

    private static String describe(Shape shape) {
        return switch (shape) {
            case Circle(double radius) -> "circle " + radius;
            case Square(double side) when side > 100 -> "large";
            case Square square -> "square " + square.side();
        };
    }

    private static VarHandle countHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(LanguageChecks.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What libraries do that implement an application's interfaces (REST clients, mappers of SQL, projections). */
    interface Drink {
        String name();

        default String described(String end) {
            return "a " + name() + end;
        }

        default int refused() {
            throw new IllegalStateException("no " + name());
        }
    }

    interface Served extends Drink {}

    private static void proxies(Plan plan) {
        plan.check("default method of a proxy", "a flat white!", () -> served((proxy, method, arguments) ->
                        method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : "flat white")
                .described("!"));
        plan.check("default method of a proxy fails", "no cortado", () -> {
            Drink drink = served((proxy, method, arguments) ->
                    method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : "cortado");
            try {
                return "" + drink.refused();
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        });
        plan.fails("abstract method of a proxy", IllegalArgumentException.class, () -> invokedDefault(Drink.class.getMethod("name")));
        plan.check("default method by a handle", "a mocha?", () -> served((proxy, method, arguments) -> method.isDefault()
                        ? MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup())
                                .unreflectSpecial(method, method.getDeclaringClass())
                                .bindTo(proxy)
                                .invokeWithArguments(arguments)
                        : "mocha")
                .described("?"));
        plan.check("default method by a special handle", "a latte.", () -> served((proxy, method, arguments) -> method.isDefault()
                        ? MethodHandles.lookup()
                                .findSpecial(
                                        method.getDeclaringClass(),
                                        method.getName(),
                                        MethodType.methodType(method.getReturnType(), method.getParameterTypes()),
                                        method.getDeclaringClass())
                                .bindTo(proxy)
                                .invokeWithArguments(arguments)
                        : "latte")
                .described("."));
    }

    private static Object invokedDefault(Method method) throws Exception {
        try {
            return InvocationHandler.invokeDefault(served((proxy, called, arguments) -> ""), method);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static String modules(Module base, Module own) throws NoSuchMethodException {
        Method method = String.class.getDeclaredMethod("isLatin1");
        String outcome = "open";
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            outcome = e.getClass().getSimpleName();
        }
        return base.isOpen("java.lang", own) + " " + base.isExported("jdk.internal.misc", own) + " "
                + base.isExported("java.util", own) + " " + outcome;
    }

    private static Served served(InvocationHandler handler) {
        return (Served)
                Proxy.newProxyInstance(Served.class.getClassLoader(), new Class<?>[] {Served.class}, handler);
    }
}
