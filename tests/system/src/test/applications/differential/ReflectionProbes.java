package differential;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reflection over the program's own classes and the JDK's. */
final class ReflectionProbes {
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @interface Marked {
        String value() default "default";

        int[] numbers() default {1, 2};

        Class<?> type() default Object.class;

        TimeUnit unit() default TimeUnit.DAYS;

        Tag tag() default @Tag("nested");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Tags.class)
    @Target({ElementType.TYPE_USE, ElementType.METHOD})
    @interface Tag {
        String value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE_USE, ElementType.METHOD})
    @interface Tags {
        Tag[] value();
    }

    interface Greeter<T extends Comparable<T>> {
        T greet(String name) throws java.io.IOException;

        default String polite() {
            return "dear";
        }
    }

    @Marked("base")
    abstract static class Animal<T extends Comparable<T>> implements Greeter<T> {
        public static final String CONSTANT = "constant";
        protected List<? super T> items = new ArrayList<>();
        private int secret = 42;
        volatile transient long counter;

        Animal() {}

        private Animal(int secret) {
            this.secret = secret;
        }

        @Tag("a")
        @Tag("b")
        public <E extends Exception> Map<String, T[]> generic(List<? extends T> list, int... rest) throws E {
            return Map.of();
        }

        private String hidden(String text) {
            return "hidden " + text + secret;
        }

        static int thrown() {
            throw new IllegalStateException("thrown");
        }
    }

    static final class Dog extends Animal<String> {
        @Override
        public String greet(String name) {
            return "wuff " + name;
        }
    }

    record Point(@Tag("x") int x, List<String> names) {}

    sealed interface Choice permits First, Second {}

    record First() implements Choice {}

    enum Second implements Choice {
        ONE,
        TWO
    }

    private ReflectionProbes() {}

    static void run(Probes p) {
        classes(p);
        members(p);
        annotations(p);
        generics(p);
        calls(p);
        proxies(p);
    }

    private static List<String> sorted(Object[] members) {
        return Arrays.stream(members).map(Object::toString).sorted().toList();
    }

    private static void classes(Probes p) {
        List<Class<?>> types = List.of(Animal.class, Dog.class, Point.class, Choice.class, Second.class, Greeter.class, Marked.class, int.class, int[][].class, Point[].class, new Object() {}.getClass());
        for (Class<?> type : types) {
            String name = type.getTypeName() + " ";
            p.of(name + "names", () -> type.getName() + "|" + type.getSimpleName() + "|" + type.getCanonicalName() + "|" + type.descriptorString());
            p.of(name + "modifiers", () -> Modifier.toString(type.getModifiers()) + "|" + type.toGenericString() + "|" + type.accessFlags());
            p.of(name + "kind", () -> "" + type.isRecord() + type.isSealed() + type.isEnum() + type.isInterface() + type.isAnnotation() + type.isAnonymousClass() + type.isMemberClass() + type.isHidden());
            p.of(name + "parents", () -> type.getGenericSuperclass() + " " + sorted(type.getGenericInterfaces()));
            p.of(name + "fields", () -> sorted(type.getDeclaredFields()));
            p.of(name + "methods", () -> sorted(Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isSynthetic()).toArray()));
            p.of(name + "constructors", () -> sorted(type.getDeclaredConstructors()));
            p.of(name + "around", () -> type.getEnclosingClass() + " " + type.getDeclaringClass() + " " + type.getNestHost() + " " + type.getPackageName());
        }
        p.of("permitted", () -> sorted(Choice.class.getPermittedSubclasses()));
        p.of("inner classes", () -> sorted(ReflectionProbes.class.getDeclaredClasses()));
        p.of("for name", () -> Class.forName("differential.ReflectionProbes$Dog"));
        p.of("for no name", () -> Class.forName("differential.Nothing"));
        p.of("for array", () -> Class.forName("[Ldifferential.ReflectionProbes$Point;"));
        p.of("for jdk", () -> Class.forName("java.util.ArrayList").getDeclaredConstructor().newInstance());
        p.of("primitive", () -> Class.forPrimitiveName("long") + " " + int.class.componentType() + " " + int.class.arrayType());
        p.of("enum constants", () -> Second.class.getEnumConstants());
        p.of("package", () -> Dog.class.getPackage() + " " + String.class.getPackage().getName());
        p.of("loaders", () -> String.class.getClassLoader() + " " + Dog.class.getClassLoader().getName());
        p.of("module", () -> Dog.class.getModule().isNamed() + " " + String.class.getModule());
        p.of("assertions", () -> Dog.class.desiredAssertionStatus());
        p.of("source", () -> Dog.class.getProtectionDomain().getCodeSource() != null);
    }

    private static void members(Probes p) {
        p.of("no field", () -> Dog.class.getField("nothing"));
        p.of("no method", () -> Dog.class.getMethod("nothing", int.class));
        p.of("no constructor", () -> Dog.class.getConstructor(String.class));
        p.of("record components", () -> Arrays.stream(Point.class.getRecordComponents()).map(RecordComponent::toString).toList());
        p.of("record accessor", () -> Point.class.getRecordComponents()[0].getAccessor().invoke(new Point(3, null)));
        p.of("component type", () -> Point.class.getRecordComponents()[1].getGenericType());
        p.of("parameters", () -> {
            Method method = Animal.class.getMethod("generic", List.class, int[].class);
            return Arrays.stream(method.getParameters()).map(Parameter::toString).toList() + " " + method.isVarArgs();
        });
        p.of("generic text", () -> Animal.class.getMethod("generic", List.class, int[].class).toGenericString());
        p.of("exceptions", () -> Greeter.class.getMethod("greet", String.class).getExceptionTypes());
        p.of("bridge", () -> Arrays.stream(Dog.class.getDeclaredMethods()).filter(Method::isBridge).count());
        p.of("default", () -> Greeter.class.getMethod("polite").isDefault());
        p.of("inherited", () -> Arrays.stream(Dog.class.getMethods()).map(Method::getName).distinct().sorted().toList());
        p.of("private field", () -> {
            Field field = Animal.class.getDeclaredField("secret");
            field.setAccessible(true);
            Dog dog = new Dog();
            field.setInt(dog, 7);
            return field.get(dog);
        });
        p.of("final field", () -> {
            Field field = Animal.class.getField("CONSTANT");
            field.set(null, "changed");
            return field.get(null);
        });
        p.of("record field", () -> {
            Field field = Point.class.getDeclaredField("x");
            field.setAccessible(true);
            field.set(new Point(1, null), 2);
            return field;
        });
        p.of("wrong type", () -> {
            Field field = Animal.class.getDeclaredField("counter");
            field.set(new Dog(), "text");
            return field;
        });
        p.of("wrong object", () -> Animal.class.getDeclaredField("counter").get("text"));
        p.of("no object", () -> Animal.class.getDeclaredField("counter").get(null));
        p.of("jdk private", () -> {
            Field field = String.class.getDeclaredField("value");
            field.setAccessible(true);
            return field;
        });
        p.of("jdk public", () -> String.class.getMethod("length").invoke("four"));
        p.of("jdk methods", () -> List.class.getMethods().length + " " + ArrayList.class.getDeclaredMethods().length);
    }

    private static void annotations(Probes p) {
        p.of("annotation", () -> Animal.class.getAnnotation(Marked.class));
        p.of("annotation inherited", () -> Dog.class.isAnnotationPresent(Marked.class) + " " + Dog.class.getDeclaredAnnotations().length);
        p.of("annotation values", () -> {
            Marked marked = Animal.class.getAnnotation(Marked.class);
            return marked.value() + marked.numbers().length + marked.type() + marked.unit() + marked.tag().value() + marked.annotationType();
        });
        p.of("annotation equals", () -> Animal.class.getAnnotation(Marked.class).equals(Dog.class.getAnnotation(Marked.class)));
        p.of("annotation hash", () -> Animal.class.getMethod("generic", List.class, int[].class).getAnnotationsByType(Tag.class)[0].hashCode());
        p.of("repeated", () -> Animal.class.getMethod("generic", List.class, int[].class).getAnnotationsByType(Tag.class));
        p.of("container", () -> Arrays.stream(Animal.class.getMethod("generic", List.class, int[].class).getAnnotations()).map(Annotation::annotationType).toList());
        p.of("type use", () -> Point.class.getRecordComponents()[0].getAnnotatedType().getAnnotations());
        p.of("default value", () -> Marked.class.getMethod("numbers").getDefaultValue());
        p.of("jdk annotation", () -> FunctionalInterface.class.isAnnotationPresent(Retention.class) + " " + Runnable.class.isAnnotationPresent(FunctionalInterface.class));
        p.of("deprecated", () -> Thread.class.getMethod("countStackFrames"));
    }

    private static void generics(Probes p) {
        p.of("type parameters", () -> Animal.class.getTypeParameters()[0].getBounds());
        p.of("field type", () -> Animal.class.getDeclaredField("items").getGenericType());
        p.of("argument", () -> ((ParameterizedType) Dog.class.getGenericSuperclass()).getActualTypeArguments());
        p.of("return type", () -> Animal.class.getMethod("generic", List.class, int[].class).getGenericReturnType());
        p.of("method variables", () -> Animal.class.getMethod("generic", List.class, int[].class).getTypeParameters());
        p.of("subclass trick", () -> new ArrayList<Map<String, int[]>>() {}.getClass().getGenericSuperclass());
    }

    private static void calls(Probes p) {
        p.of("invoke private", () -> {
            Method method = Animal.class.getDeclaredMethod("hidden", String.class);
            method.setAccessible(true);
            return method.invoke(new Dog(), "x");
        });
        p.of("invoke throwing", () -> Animal.class.getDeclaredMethod("thrown").invoke(null));
        p.of("invoke wrong count", () -> Dog.class.getMethod("greet", String.class).invoke(new Dog()));
        p.of("invoke wrong type", () -> Dog.class.getMethod("greet", String.class).invoke(new Dog(), 1));
        p.of("invoke wrong object", () -> Dog.class.getMethod("greet", String.class).invoke("text", "x"));
        p.of("invoke null", () -> Dog.class.getMethod("greet", String.class).invoke(null, "x"));
        p.of("construct", () -> Point.class.getDeclaredConstructor(int.class, List.class).newInstance(5, List.of("n")));
        p.of("construct abstract", () -> Animal.class.getDeclaredConstructor().newInstance());
        p.of("construct enum", () -> {
            Constructor<?> constructor = Second.class.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance("THREE", 2);
        });
        p.of("construct null", () -> Point.class.getDeclaredConstructor(int.class, List.class).newInstance(null, null));
        p.of("array", () -> {
            Object array = Array.newInstance(Point.class, 2);
            Array.set(array, 0, new Point(1, null));
            return array.getClass() + " " + Array.getLength(array) + Array.get(array, 0);
        });
        p.of("array of arrays", () -> Array.newInstance(int.class, 2, 3));
        p.of("array wrong", () -> {
            Array.set(new int[1], 0, "x");
            return "";
        });
        p.of("array outside", () -> Array.get(new int[1], 1));
        p.of("no array", () -> Array.getLength("x"));
        p.of("array of void", () -> Array.newInstance(void.class, 1));
        p.of("array negative", () -> Array.newInstance(String.class, -1));
    }

    @SuppressWarnings("unchecked")
    private static void proxies(Probes p) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "toString" -> "proxy";
            case "hashCode" -> 7;
            case "polite" -> InvocationHandler.invokeDefault(proxy, method);
            case "compare" -> "no int";
            case "run" -> throw new java.io.IOException("checked");
            default -> method.getName() + Arrays.toString(arguments);
        };
        ClassLoader loader = ReflectionProbes.class.getClassLoader();
        p.of("proxy", () -> ((Greeter<String>) Proxy.newProxyInstance(loader, new Class<?>[] {Greeter.class}, handler)).greet("me"));
        p.of("proxy object", () -> Proxy.newProxyInstance(loader, new Class<?>[] {Greeter.class}, handler) + " " + Proxy.newProxyInstance(loader, new Class<?>[] {Greeter.class}, handler).hashCode());
        p.of("proxy default", () -> ((Greeter<String>) Proxy.newProxyInstance(loader, new Class<?>[] {Greeter.class}, handler)).polite());
        p.of("proxy wrong result", () -> ((Comparator<String>) Proxy.newProxyInstance(loader, new Class<?>[] {Comparator.class}, handler)).compare("a", "b"));
        p.does("proxy undeclared", () -> ((Runnable) Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, handler)).run());
        p.of("proxy of class", () -> Proxy.newProxyInstance(loader, new Class<?>[] {String.class}, handler));
        p.of("proxy class", () -> Proxy.isProxyClass(Proxy.newProxyInstance(loader, new Class<?>[] {Greeter.class}, handler).getClass()));
        p.of("no proxy", () -> Proxy.getInvocationHandler("x"));
    }
}
