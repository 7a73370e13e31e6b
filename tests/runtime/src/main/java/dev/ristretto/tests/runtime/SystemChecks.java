package dev.ristretto.tests.runtime;

import com.sun.security.auth.module.UnixSystem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.prefs.Preferences;
import sun.misc.Signal;

/** Environment, properties, the process and what it writes to. */
final class SystemChecks {
    private SystemChecks() {}

    static void plan(Plan plan) {
        plan.holds("environment agrees with itself", () -> {
            for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
                if (!entry.getValue().equals(System.getenv(entry.getKey()))) {
                    return false;
                }
            }
            return true;
        });
        plan.holds("missing variable is null", () -> System.getenv("NO_SUCH_VARIABLE") == null);
        plan.fails("environment is read-only", UnsupportedOperationException.class, () ->
                System.getenv().put("a", "b"));
        plan.check("operating system", "Linux amd64", () ->
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        plan.check("separators", "/ : \n", () -> System.getProperty("file.separator") + " "
                + System.getProperty("path.separator") + " " + System.lineSeparator());
        plan.holds("java version", () -> System.getProperty("java.version").startsWith("2")
                && Runtime.version().feature() >= 21);
        plan.holds("folders are absolute", () -> System.getProperty("java.io.tmpdir").startsWith("/")
                && System.getProperty("user.dir").startsWith("/")
                && Files.isWritable(Path.of(System.getProperty("user.home"))));
        plan.check("user as logged in", "root 0", () -> {
            UnixSystem user = new UnixSystem();
            return user.getUsername() + " " + user.getUid();
        });
        plan.holds("user has a name", () -> !System.getProperty("user.name").isEmpty());
        plan.check("set and clear a property", "x null", () -> {
            System.setProperty("check.property", "x");
            String set = System.getProperty("check.property");
            System.clearProperty("check.property");
            return set + " " + System.getProperty("check.property");
        });
        plan.check("properties file", "{a=1}", () -> {
            Properties properties = new Properties();
            properties.load(new java.io.StringReader("# comment\na = 1\n"));
            return properties.toString();
        });
        plan.check("bean of the runtime", "true true", () -> {
            RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
            return runtime.getName().startsWith(ProcessHandle.current().pid() + "@") + " " + (runtime.getUptime() >= 0);
        });
        plan.holds("beans of system, memory and threads", () -> {
            OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
            return system.getAvailableProcessors() >= 1
                    && system.getSystemLoadAverage() >= -1
                    && ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() > 0
                    && ManagementFactory.getThreadMXBean().getThreadCount() > 0;
        });
        plan.holds("processor time of threads and of all", SystemChecks::countsProcessorTime);
        plan.holds("server of beans", () -> ManagementFactory.getPlatformMBeanServer().getMBeanCount() > 0);
        plan.check("signals that are raised are handled", "USR2", () -> {
            CompletableFuture<String> handled = new CompletableFuture<>();
            Signal signal = new Signal("USR2");
            Signal.handle(signal, received -> handled.complete(received.getName()));
            Signal.raise(signal);
            return handled.get(10, TimeUnit.SECONDS);
        });
        plan.fails("signals that do not exist", IllegalArgumentException.class, () -> new Signal("NONE"));
        plan.check("preferences", "value", () -> {
            Preferences node = Preferences.userRoot().node("ristretto");
            node.put("key", "value");
            node.flush();
            return node.get("key", "");
        });
        plan.holds("processors", () -> Runtime.getRuntime().availableProcessors() >= 1);
        plan.holds("memory figures", () -> {
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() > 0
                    && runtime.freeMemory() > 0
                    && runtime.freeMemory() <= runtime.totalMemory()
                    && runtime.totalMemory() <= runtime.maxMemory();
        });
        plan.holds("own process", () -> {
            ProcessHandle self = ProcessHandle.current();
            return self.pid() > 0 && self.isAlive() && self.equals(ProcessHandle.current());
        });
        plan.holds("locale", () -> !Locale.getDefault().toString().isEmpty() || Locale.getDefault() == Locale.ROOT);
        plan.check("standard output can be replaced", "caught\n", () -> {
            PrintStream before = System.out;
            ByteArrayOutputStream caught = new ByteArrayOutputStream();
            System.setOut(new PrintStream(caught, true));
            try {
                System.out.println("caught");
            } finally {
                System.setOut(before);
            }
            return caught.toString();
        });
        plan.holds("console can be asked for", () -> {
            System.console();
            return System.in.available() >= 0;
        });
        plan.holds("identity hash is stable", () -> {
            Object object = new Object();
            int before = System.identityHashCode(object);
            System.gc();
            return System.identityHashCode(object) == before;
        });
        plan.check("shutdown hook can be taken back", true, () -> {
            Thread hook = new Thread(() -> {});
            Runtime.getRuntime().addShutdownHook(hook);
            return Runtime.getRuntime().removeShutdownHook(hook);
        });
        plan.check("logging", "hello log", () -> {
            Logger logger = Logger.getLogger("check");
            String[] message = {null};
            logger.setUseParentHandlers(false);
            logger.addHandler(new Handler() {
                @Override
                public void publish(LogRecord record) {
                    message[0] = record.getMessage();
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            });
            logger.info("hello log");
            return message[0];
        });
    }

    /** A thread that works for a while, and one that waits meanwhile; Linux counts in steps of 10 ms. */
    private static boolean countsProcessorTime() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        CountDownLatch latch = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.yield();
        }
        long others = threads.getThreadCpuTime(waiting.threadId());
        long all = system.getProcessCpuTime();
        long end = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(30);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (threads.getCurrentThreadCpuTime() < end && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        boolean counted = threads.getCurrentThreadCpuTime() >= end
                && threads.getThreadCpuTime(waiting.threadId()) - others < TimeUnit.MILLISECONDS.toNanos(10)
                && system.getProcessCpuTime() - all >= TimeUnit.MILLISECONDS.toNanos(10)
                && system.getProcessCpuLoad() <= 1;
        latch.countDown();
        waiting.join();
        return counted;
    }
}
