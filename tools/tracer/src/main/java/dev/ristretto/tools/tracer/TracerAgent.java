package dev.ristretto.tools.tracer;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;

/** Where the agent begins, before the application's main class is loaded. */
public final class TracerAgent {
    private static final long PERIOD_MILLIS = 1000;

    private TracerAgent() {}

    /**
     * Puts the hooks into the JDK and has the findings written every second while there are new ones, which is for
     * applications that are killed, and when all of the application's shutdown hooks have run.
     *
     * @param file where to write reachability metadata; classes that the application makes go to a folder beside it,
     *     {@code file.classes}
     */
    public static void premain(String file, Instrumentation instrumentation) throws UnmodifiableClassException {
        Findings findings = new Findings();
        FindingsFile output = new FindingsFile(findings, new File(file).getAbsoluteFile());
        output.write();
        HookInstaller installer = new HookInstaller();
        instrumentation.addTransformer(installer, true);
        instrumentation.addTransformer(new GeneratedClasses(findings, new File(file + ".classes").getAbsoluteFile()));
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (TracedMethod.areIn(type.getName())) {
                loaded.add(type);
            }
        }
        instrumentation.retransformClasses(loaded.toArray(Class<?>[]::new));
        // The JDK runs shutdown hooks, the end of which is hooked, only if there are any.
        Runtime.getRuntime().addShutdownHook(new Thread(rootGroup(), () -> {}, "ristretto tracer's end"));
        Observer.start(findings, output);
        Thread writer = new Thread(rootGroup(), () -> writePeriodically(output), "ristretto tracer");
        writer.setDaemon(true);
        writer.start();
    }

    /** Where applications do not look for their threads. */
    private static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    private static void writePeriodically(FindingsFile output) {
        Observer.ignoreThisThread();
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                output.write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
