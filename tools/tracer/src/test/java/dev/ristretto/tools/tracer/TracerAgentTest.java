package dev.ristretto.tools.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that do one thing by reflection each: what is written down is that and nothing else. */
@Timeout(120)
class TracerAgentTest {

    @TempDir
    Path folder;

    private TracedProgram program(String source) throws Exception {
        return new TracedProgram(folder, source);
    }

    private static String json(String reflection, String resources) {
        return "{\n\"reflection\": " + list(reflection) + ",\n\"resources\": " + list(resources) + "\n}\n";
    }

    private static String list(String lines) {
        return lines.isEmpty() ? "[]" : "[\n  " + lines.strip().replace("\n", "\n  ") + "\n]";
    }

    @Test
    void nothingIsFoundWhereNothingIsDone() throws Exception {
        String found = program("""
                public class Main {
                    enum Kind { A, B }
                    record Pair(String a, int b) {}
                    @interface Mark {}
                    @Mark static class Marked {}
                    public static void main(String[] args) throws Exception {
                        Runnable r = () -> String.format("%s %d", new Pair("a", 1), Kind.valueOf("A").ordinal()).length();
                        r.run();
                        String unused = new Pair("x", 2) + " " + new Pair("x", 2).hashCode();
                        Marked.class.getAnnotations();
                        new ArrayList<>(List.of("a")).toArray(new String[0]);
                        java.time.ZonedDateTime.now().toString();
                        "a,b".split(",");
                        java.util.logging.Logger.getLogger("a").fine("x");
                        java.security.MessageDigest.getInstance("SHA-256");
                        java.nio.file.Files.list(java.nio.file.Path.of("/")).close();
                    }
                }
                """).run();
        assertThat(found).isEqualTo(json("", ""));
    }

    @Test
    void classesByNameAndByLoader() throws Exception {
        String found = program("""
                class A {} class B {} class C {} class D {} class E {}
                public class Main {
                    public static void main(String[] args) throws Exception {
                        ClassLoader loader = Main.class.getClassLoader();
                        Class.forName("app.A");
                        Class.forName("[Lapp.B;", false, loader);
                        loader.loadClass("app.C");
                        Class.forName(Main.class.getModule(), "app.D");
                        java.lang.invoke.MethodHandles.lookup().findClass("app.E");
                        Class.forName("java.util.BitSet");
                        try { Class.forName("app.Missing"); } catch (ClassNotFoundException e) { }
                        try { loader.loadClass("app.Missing"); } catch (ClassNotFoundException e) { }
                    }
                }
                """).run();
        assertThat(found).isEqualTo(json("""
                        {"type": "app.A"}
                        {"type": "app.B[]"}
                        {"type": "app.C"}
                        {"type": "app.D"}
                        {"type": "app.E"}
                        {"type": "java.util.BitSet"}
                        """.replace("}\n", "},\n").replaceFirst(",\n$", "\n"), ""));
    }

    /** What each JVM makes anew, lambdas and proxies of the JDK, an image's compiler makes too. */
    @Test
    void classesThatAreMadeAreKept() throws Exception {
        TracedProgram program = program("""
                import java.lang.classfile.ClassFile;
                import java.lang.constant.ClassDesc;
                public class Main {
                    interface Hidden {}
                    public static void main(String[] args) throws Exception {
                        byte[] bytes = ClassFile.of().build(ClassDesc.of("app.Made"), made -> {});
                        java.lang.invoke.MethodHandles.lookup().defineClass(bytes);
                        java.lang.invoke.MethodHandles.lookup().defineHiddenClass(
                                ClassFile.of().build(ClassDesc.of("app.Unnamed"), made -> {}), false);
                        Proxy.newProxyInstance(Main.class.getClassLoader(), new Class<?>[] {Hidden.class}, (p, m, a) -> null);
                    }
                }
                """);
        assertThat(program.run()).isEqualTo(json("""
                        {"type": "app.Made", "allDeclaredConstructors": true, "allDeclaredFields": true,\
                         "allDeclaredMethods": true, "unsafeAllocated": true},
                        {"type": {"proxy": ["app.Main$Hidden"]}}
                        """, ""));
        Path made = Path.of(program.findings() + ".classes");
        try (var files = Files.walk(made)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(made.resolve("app/Made.class"));
        }
    }

    @Test
    void membersByNameAndByKind() throws Exception {
        String found = program("""
                class Above { public int shared; public void inherited(int[] a, String b) {} }
                class A extends Above { int x; A(long l) {} void m() {} }
                class All { int x; All() {} void m() {} }
                class Public { public int x; public Public() {} public void m() {} }
                record Pair(String left, int right) {}
                public class Main {
                    public static void main(String[] args) throws Exception {
                        A.class.getDeclaredField("x");
                        A.class.getField("shared");
                        A.class.getMethod("inherited", int[].class, String.class);
                        A.class.getDeclaredConstructor(long.class);
                        try { A.class.getDeclaredMethod("missing"); } catch (NoSuchMethodException e) { }
                        All.class.getDeclaredFields();
                        All.class.getDeclaredMethods();
                        All.class.getDeclaredConstructors();
                        Public.class.getFields();
                        Public.class.getMethods();
                        Public.class.getConstructors();
                        for (var part : Pair.class.getRecordComponents()) { part.getAccessor().invoke(new Pair("a", 1)); }
                        BitSet.class.getMethods();
                        BitSet.class.getMethod("size").invoke(new BitSet());
                    }
                }
                """).run();
        assertThat(found)
                .isEqualTo(json(
                        String.join(
                                ",\n",
                                "{\"type\": \"app.A\", \"fields\": [{\"name\": \"x\"}], \"methods\": [{\"name\": \"<init>\","
                                        + " \"parameterTypes\": [\"long\"]}]}",
                                "{\"type\": \"app.Above\", \"fields\": [{\"name\": \"shared\"}], \"methods\": [{\"name\":"
                                        + " \"inherited\", \"parameterTypes\": [\"int[]\", \"java.lang.String\"]}]}",
                                "{\"type\": \"app.All\", \"allDeclaredConstructors\": true, \"allDeclaredFields\": true,"
                                        + " \"allDeclaredMethods\": true}",
                                "{\"type\": \"app.Pair\", \"methods\": [{\"name\": \"left\", \"parameterTypes\": []},"
                                        + " {\"name\": \"right\", \"parameterTypes\": []}]}",
                                "{\"type\": \"app.Public\", \"allPublicConstructors\": true, \"allPublicFields\": true,"
                                        + " \"allPublicMethods\": true}",
                                "{\"type\": \"java.util.BitSet\", \"methods\": [{\"name\": \"size\", \"parameterTypes\": []}]}"),
                        ""));
    }

    @Test
    void objectsArraysAndProxies() throws Exception {
        String found = program("""
                class A {} class B { B(int i) {} } class C { C() { throw new IllegalStateException(); } }
                interface Shape { void draw(); }
                interface Color {}
                public class Main {
                    @SuppressWarnings("deprecation")
                    public static void main(String[] args) throws Exception {
                        A.class.newInstance();
                        Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                        field.setAccessible(true);
                        ((sun.misc.Unsafe) field.get(null)).allocateInstance(C.class);
                        Array.newInstance(B.class, 1);
                        Array.newInstance(int.class, 1, 2);
                        Proxy.newProxyInstance(
                                Main.class.getClassLoader(), new Class<?>[] {Shape.class, Color.class}, (a, b, c) -> null);
                    }
                }
                """).run();
        assertThat(found)
                .isEqualTo(json(
                        String.join(
                                ",\n",
                                "{\"type\": \"app.A\", \"methods\": [{\"name\": \"<init>\", \"parameterTypes\": []}]}",
                                "{\"type\": \"app.B[]\"}",
                                "{\"type\": \"app.C\", \"unsafeAllocated\": true}",
                                "{\"type\": \"int[][]\"}",
                                "{\"type\": \"sun.misc.Unsafe\", \"fields\": [{\"name\": \"theUnsafe\"}]}",
                                "{\"type\": {\"proxy\": [\"app.Shape\", \"app.Color\"]}}"),
                        ""));
    }

    @Test
    void methodHandles() throws Exception {
        String found = program("""
                class Above { void inherited() {} }
                class A extends Above { int x; static int y; A() {} void m(int i) {} static void s() {} }
                public class Main {
                    public static void main(String[] args) throws Throwable {
                        var lookup = java.lang.invoke.MethodHandles.privateLookupIn(A.class, java.lang.invoke.MethodHandles.lookup());
                        var none = java.lang.invoke.MethodType.methodType(void.class);
                        lookup.findVirtual(A.class, "m", none.appendParameterTypes(int.class));
                        lookup.findVirtual(A.class, "inherited", none);
                        lookup.findStatic(A.class, "s", none).invoke();
                        lookup.findConstructor(A.class, none);
                        lookup.findVarHandle(A.class, "x", int.class);
                        lookup.findStaticGetter(A.class, "y", int.class);
                    }
                }
                """).run();
        assertThat(found)
                .isEqualTo(json(
                        String.join(
                                ",\n",
                                "{\"type\": \"app.A\", \"fields\": [{\"name\": \"x\"}, {\"name\": \"y\"}], \"methods\":"
                                        + " [{\"name\": \"<init>\", \"parameterTypes\": []}, {\"name\": \"m\","
                                        + " \"parameterTypes\": [\"int\"]}, {\"name\": \"s\", \"parameterTypes\": []}]}",
                                "{\"type\": \"app.Above\", \"methods\": [{\"name\": \"inherited\", \"parameterTypes\": []}]}"),
                        ""));
    }

    @Test
    void resourcesAndBundles() throws Exception {
        String found = program("""
                public class Main {
                    public static void main(String[] args) throws Exception {
                        ClassLoader loader = Main.class.getClassLoader();
                        Main.class.getResourceAsStream("beside.txt").close();
                        loader.getResource("by*loader.txt");
                        Collections.list(loader.getResources("several.txt"));
                        loader.getResources("missing.txt");
                        Main.class.getResource("/missing.txt");
                        Main.class.getResource("/java/lang/Object.class");
                        Main.class.getResource("/app/");
                        ResourceBundle.getBundle("app.words").getString("a");
                        try { ResourceBundle.getBundle("app.missing"); } catch (MissingResourceException e) { }
                    }
                }
                """)
                .with("app/beside.txt", "")
                .with("by*loader.txt", "")
                .with("several.txt", "")
                .with("app/words.properties", "a=b")
                .run();
        assertThat(found)
                .isEqualTo(json(
                        "",
                        String.join(
                                ",\n",
                                "{\"glob\": \"app/beside.txt\"}",
                                "{\"glob\": \"by\\\\*loader.txt\"}",
                                "{\"glob\": \"several.txt\"}",
                                "{\"bundle\": \"app.words\"}")));
    }

    @Test
    void serialization() throws Exception {
        String found = program("""
                class Node implements Serializable {
                    private static final long serialVersionUID = 1;
                    final List<Object> parts = new ArrayList<>(List.of("a"));
                    private void writeObject(ObjectOutputStream out) throws IOException { out.defaultWriteObject(); }
                }
                public class Main {
                    public static void main(String[] args) throws Exception {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) { out.writeObject(new Node()); }
                        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
                    }
                }
                """).run();
        assertThat(found)
                .isEqualTo(json(
                        "{\"type\": \"app.Node\", \"serializable\": true},\n"
                                + "{\"type\": \"java.util.ArrayList\", \"serializable\": true}",
                        ""));
    }

    @Test
    void servicesOfTheApplication() throws Exception {
        String found = program("""
                public class Main {
                    public interface Service {}
                    public static class Provider implements Service {}
                    public static void main(String[] args) throws Exception {
                        if (ServiceLoader.load(Service.class).findFirst().isEmpty()) { throw new IllegalStateException(); }
                    }
                }
                """)
                .with("META-INF/services/app.Main$Service", "app.Main$Provider")
                .run();
        assertThat(found)
                .isEqualTo(json(
                        "{\"type\": \"app.Main$Provider\", \"methods\": [{\"name\": \"<init>\", \"parameterTypes\":"
                                + " []}]}",
                        ""));
    }

    /** What its shutdown hooks do is done by the application, too. */
    @Test
    void theEndOfAnApplicationIsSeen() throws Exception {
        String source = """
                class A {} class B {}
                public class Main {
                    public static void main(String[] args) throws Exception {
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                            try { Class.forName("app.A"); } catch (ClassNotFoundException e) { throw new Error(e); }
                            END
                        }));
                        System.exit(0);
                    }
                }
                """;
        String expected = json("{\"type\": \"app.A\"}", "");
        assertThat(program(source.replace("END", "")).run()).isEqualTo(expected);
        assertThat(program(source.replace("END", "Runtime.getRuntime().halt(0);"))
                        .run())
                .isEqualTo(expected);
    }

    @Test
    void whatIsKilledHasWrittenBefore() throws Exception {
        TracedProgram program = program("""
                class A {}
                public class Main {
                    public static void main(String[] args) throws Exception {
                        Class.forName("app.A");
                        System.out.println("found");
                        Thread.currentThread().join();
                    }
                }
                """);
        Process process = program.start();
        try {
            byte[] line = process.getInputStream().readNBytes("found\n".length());
            assertThat(new String(line, StandardCharsets.UTF_8)).isEqualTo("found\n");
            awaitText(program.findings(), "app.A");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(program.findings())).isEqualTo(json("{\"type\": \"app.A\"}", ""));
    }

    private void awaitText(Path file, String text) throws Exception {
        try (WatchService changes = file.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.readString(file).contains(text)) {
                WatchKey key = changes.take();
                key.pollEvents();
                key.reset();
            }
        }
    }

    @Test
    void aProgramIsTheSameWithIt() throws Exception {
        String found = program("""
                class A { int x = 1; }
                public class Main {
                    static int depth(int n) throws Exception { Class.forName("app.A"); return depth(n + 1) + 1; }
                    public static void main(String[] args) throws Exception {
                        try { depth(0); } catch (StackOverflowError e) { }
                        ClassLoader nothing = new ClassLoader(null) {
                            @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
                                throw new ClassNotFoundException(name);
                            }
                        };
                        try { nothing.loadClass("app.A"); throw new Error(); } catch (ClassNotFoundException e) { }
                        Field field = A.class.getDeclaredField("x");
                        A a = new A();
                        long sum = 0;
                        for (int i = 0; i < 1_000_000; i++) { sum += field.getInt(a); }
                        if (sum != 1_000_000) { throw new Error("" + sum); }
                        for (Thread thread : Thread.getAllStackTraces().keySet()) {
                            if (thread.getThreadGroup() == Thread.currentThread().getThreadGroup()
                                    && thread.getName().contains("tracer")) { throw new Error(thread.getName()); }
                        }
                        if (System.getProperty("java.class.path").contains("tracer")) { throw new Error(); }
                    }
                }
                """).run("-Xss512k");
        assertThat(found).isEqualTo(json("{\"type\": \"app.A\", \"fields\": [{\"name\": \"x\"}]}", ""));
    }
}
