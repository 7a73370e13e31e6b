package dev.ristretto.build.reproducible;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderedModulesTest {
    private static final int JVMS = 3;

    @TempDir
    Path folder;

    /** Prints what differs from JVM to JVM; run in JVMs of its own. */
    static final class Printer {
        public static void main(String[] args) {
            System.out.println("set " + Set.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"));
            System.out.println("random " + ThreadLocalRandom.current().nextLong());
            System.out.println("methods "
                    + Stream.of(Several.class.getDeclaredMethods())
                            .map(Method::getName)
                            .toList());
        }
    }

    /** Its methods have names that the JVM has known from its start, and new ones. */
    interface Several {
        void zzNew();

        void toString(int radix);

        void aaNew();

        void hashCode(int seed);

        void mmNew();

        void equals(int other);
    }

    /** Has a thread wait for work that never comes, and ends it, and another that handles references. */
    static final class Threads {
        public static void main(String[] args) throws Exception {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
            executor.schedule(() -> {}, 1, TimeUnit.HOURS);
            System.gc();
            executor.shutdownNow();
            executor.awaitTermination(1, TimeUnit.HOURS);
        }
    }

    /** Says who does what the common pool is given once futures are known. */
    static final class Pool {
        public static void main(String[] args) throws Exception {
            Class.forName(CompletableFuture.class.getName());
            Queue<String> workers = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < 1000; i++) {
                ForkJoinPool.commonPool()
                        .execute(() -> workers.add(Thread.currentThread().getName()));
            }
            while (!ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.MINUTES)) {
                System.out.println("still at work");
            }
            System.out.println("workers " + new HashSet<>(workers));
            // With no threads it says 1, for whoever waits helps.
            System.out.println("parallelism " + ForkJoinPool.getCommonPoolParallelism());
        }
    }

    /** Says how many of the references that a collection has cleared are to be had at once. */
    static final class References {
        static final int COUNT = 200_000;

        public static void main(String[] args) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            List<WeakReference<Object>> references = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                references.add(new WeakReference<>(new Object(), queue));
            }
            System.gc();
            int count = 0;
            while (queue.poll() != null) {
                count++;
            }
            System.out.println("references " + (count - references.size()));
        }
    }

    /** Else tables that lose entries by such a queue grow at one time or another. */
    @Test
    void whatACollectionHasClearedIsInItsQueueAtOnce() throws Exception {
        assertThat(run(References.class, "-XX:+UseSerialGC")).contains("references 0");
    }

    /** Else a build has several threads from the middle of its analysis on, and images differ now and then. */
    @Test
    void thePoolThatHasNoThreadsGetsNoneFromFutures() throws Exception {
        assertThat(run(Pool.class, "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"))
                .contains("workers [main]", "parallelism 1");
    }

    private List<String> run(Class<?> program, String... more) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(new OrderedModules(folder).write());
        command.addAll(
                List.of("--add-modules=jdk.internal.vm.ci", "-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI"));
        command.addAll(List.of(more));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Test
    void everyJvmSeesSetsRandomNumbersAndMethodsInTheSameOrder() throws Exception {
        Set<List<String>> outputs = new HashSet<>();
        for (int i = 0; i < JVMS; i++) {
            outputs.add(run(Printer.class).stream()
                    .filter(line ->
                            line.startsWith("set ") || line.startsWith("random ") || line.startsWith("methods "))
                    .toList());
        }

        assertThat(outputs).hasSize(1);
        assertThat(outputs.iterator().next())
                .hasSize(3)
                .contains("methods [aaNew, equals, hashCode, mmNew, toString, zzNew]");
    }

    /** Before it has a name the thread that starts the JVM is unknown; the one that ends it tells it so. */
    @Test
    void theMainThreadInitializesTheClassesOfAllThreads() throws Exception {
        List<String> initialized = run(
                        Threads.class,
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-Xlog:class+init:stdout")
                .stream()
                .filter(line -> line.contains(" Initializing "))
                .toList();

        assertThat(initialized).hasSizeGreaterThan(100);
        assertThat(initialized)
                .filteredOn(line -> !line.endsWith("\"main\"")
                        && !line.endsWith("\"Unknown thread\"")
                        && !line.endsWith("\"<un-named>\"")
                        && !line.endsWith("\"DestroyJavaVM\""))
                .isEmpty();
    }
}
