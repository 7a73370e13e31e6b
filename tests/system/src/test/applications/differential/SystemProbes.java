package differential;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Properties, environment, processes and memory. */
final class SystemProbes {
    private static final String[] PROPERTIES = {
        "java.version", "java.specification.version", "java.vm.specification.version", "java.class.version", "java.vendor.url.bug", "java.specification.name", "java.specification.vendor",
        "os.name", "os.arch", "file.separator", "path.separator", "line.separator", "user.language", "user.country", "user.variant", "user.name", "user.home", "file.encoding",
        "stdout.encoding", "stderr.encoding", "stdin.encoding", "native.encoding", "sun.jnu.encoding", "java.io.tmpdir", "sun.arch.data.model", "sun.cpu.endian", "java.runtime.version", "java.vm.name",
        "java.vendor", "java.vm.vendor", "java.home", "java.class.path", "java.library.path", "java.vm.info", "java.vendor.version", "java.runtime.name", "jdk.debug", "sun.management.compiler", "sun.java.launcher", "sun.java.command",
        "java.version.date", "java.vendor.url", "java.vm.version", "user.dir", "user.timezone", "java.vm.compressedOopsMode", "sun.boot.library.path", "sun.io.unicode.encoding", "no.such.property"
    };

    private SystemProbes() {}

    static void run(Probes p) {
        for (String property : PROPERTIES) {
            p.of("property " + property, () -> System.getProperty(property));
        }
        properties(p);
        processes(p);
        memory(p);
        runtime(p);
    }

    private static void properties(Probes p) {
        p.of("set", () -> System.setProperty("own.property", "1") + System.getProperty("own.property") + System.clearProperty("own.property"));
        p.of("default", () -> System.getProperty("own.property", "default") + Integer.getInteger("own.number", 7) + Boolean.getBoolean("own.flag"));
        p.of("empty key", () -> System.getProperty(""));
        p.of("null key", () -> System.getProperty(null));
        p.of("null value", () -> System.setProperty("a", null));
        p.of("environment none", () -> System.getenv("NO_SUCH_VARIABLE"));
        p.of("environment null", () -> System.getenv(null));
        p.of("environment changed", () -> System.getenv().put("a", "b"));
        p.of("line separator", System::lineSeparator);
        p.of("identity", () -> System.identityHashCode(null));
        p.of("time", () -> System.currentTimeMillis() > 1_500_000_000_000L && System.nanoTime() - System.nanoTime() <= 0);
        p.of("security", System::getSecurityManager);
        p.does("security set", () -> System.setSecurityManager(new SecurityManager()));
        p.of("console", System::console);
        p.of("channel", System::inheritedChannel);
        p.of("input", () -> System.in.read());
        p.of("map library", () -> System.mapLibraryName("x"));
        p.of("out", () -> {
            java.io.PrintStream out = System.out;
            java.io.ByteArrayOutputStream kept = new java.io.ByteArrayOutputStream();
            System.setOut(new java.io.PrintStream(kept));
            System.out.print("kept");
            System.setOut(out);
            return kept;
        });
    }

    private static void processes(Probes p) {
        p.of("process", () -> ProcessHandle.current().isAlive() + " " + (ProcessHandle.current().pid() > 0) + ProcessHandle.current().supportsNormalTermination());
        p.of("process children", () -> ProcessHandle.current().children().count());
        p.of("process of none", () -> ProcessHandle.of(999_999_999));
        p.of("process itself", () -> ProcessHandle.of(ProcessHandle.current().pid()).isPresent());
        p.of("process ended", () -> ProcessHandle.current().destroy());
        p.of("process exit", () -> ProcessHandle.current().onExit());
        p.of("process user", () -> ProcessHandle.current().info().user());
        p.of("process command", () -> ProcessHandle.current().info().command().isPresent());
        p.of("process started", () -> ProcessHandle.current().info().startInstant().isPresent());
        p.of("start none", () -> new ProcessBuilder("/no/such/program").start());
        p.of("start", () -> new String(new ProcessBuilder("/bin/echo", "x").start().getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        p.of("start empty", () -> new ProcessBuilder().start());
        p.of("builder", () -> new ProcessBuilder("a", "b").command() + " " + new ProcessBuilder().redirectErrorStream());
        p.of("exec", () -> {
            try {
                return Runtime.getRuntime().exec(new String[] {"/no/such"});
            } catch (IOException e) {
                return "IOException";
            }
        });
    }

    private static void memory(Probes p) {
        p.of("weak", () -> {
            WeakReference<Object> reference = new WeakReference<>(new Object());
            for (int round = 0; round < 50 && reference.get() != null; round++) {
                System.gc();
            }
            return reference.get();
        });
        p.of("soft", () -> {
            SoftReference<Object> reference = new SoftReference<>(new Object());
            System.gc();
            return reference.get() != null;
        });
        p.of("phantom", () -> {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            PhantomReference<Object> reference = new PhantomReference<>(new Object(), queue);
            System.gc();
            return queue.remove(60_000) == reference;
        });
        p.of("cleaner", () -> {
            CountDownLatch cleaned = new CountDownLatch(1);
            Cleaner.create().register(new Object(), cleaned::countDown);
            System.gc();
            return cleaned.await(60, TimeUnit.SECONDS);
        });
        p.of("reference text", () -> new WeakReference<>("x").refersTo("x") + " " + new ReferenceQueue<>().poll());
        p.of("memory", () -> Runtime.getRuntime().totalMemory() <= Runtime.getRuntime().maxMemory() && Runtime.getRuntime().freeMemory() > 0);
        p.of("processors", () -> Runtime.getRuntime().availableProcessors() > 0);
    }

    private static void runtime(Probes p) {
        p.of("version", () -> Runtime.version().feature() + " " + Runtime.version().interim() + " " + Runtime.version().update());
        p.of("version build", () -> Runtime.version());
        p.of("version parsed", () -> Runtime.Version.parse("21.0.1+12-LTS").compareTo(Runtime.Version.parse("21.0.1+11")));
        p.of("version wrong", () -> Runtime.Version.parse("x"));
        p.does("hook", () -> Runtime.getRuntime().addShutdownHook(new Thread(() -> {})));
        p.of("hook removed", () -> Runtime.getRuntime().removeShutdownHook(new Thread()));
        p.does("hook running", () -> Runtime.getRuntime().addShutdownHook(Thread.currentThread()));
        p.does("finalization", () -> Runtime.getRuntime().runFinalization());
        p.of("hidden frames", () -> System.getLogger("x") != null);
    }
}
