package dev.ristretto.kernel.personality.jdk.lang;

import dev.ristretto.abi.Report;
import dev.ristretto.kernel.machine.power.Panic;
import dev.ristretto.kernel.machine.power.Power;
import dev.ristretto.kernel.machine.runtime.ApplicationLauncher;
import dev.ristretto.kernel.machine.runtime.RuntimeSettings;
import dev.ristretto.kernel.personality.jdk.lang.JavaOptions.Size;
import dev.ristretto.kernel.system.SystemInstance;
import jdk.internal.access.SharedSecrets;

/**
 * Does the work of the {@code java} command when an instance starts: obeys the options in the environment, and hands
 * the arguments to the application, all of them.
 */
public final class JavaLauncher implements ApplicationLauncher {
    private static final int MEBIBYTE_SHIFT = 20;

    /** A folder that is not there: no JDK is installed, but code that adds names of files to it has to go on. */
    private static final String JAVA_HOME = "/java";

    /** The last of the JDK's own shutdown hooks (java.lang.Shutdown); one of them runs those of the application. */
    private static final int LAST_HOOK = 9;

    private static final String OTHER_VERSION =
            "the host speaks another version of the interface between image and host: build the image again";

    /** Created while an image is built. */
    public JavaLauncher() {}

    @Override
    public void prepare() {
        if (!Environment.versionMatches()) {
            Panic.stop(OTHER_VERSION);
        }
        Environment.options().sizes().forEach(JavaLauncher::apply);
    }

    private static void apply(Size size, long bytes) {
        switch (size) {
            case LARGEST_HEAP -> {
                if (bytes <= Runtime.getRuntime().maxMemory()) {
                    RuntimeSettings.setLargestHeap(bytes);
                }
            }
            case SMALLEST_HEAP -> RuntimeSettings.setSmallestHeap(bytes);
            case YOUNG_GENERATION -> RuntimeSettings.setYoungGeneration(bytes);
            case STACK -> RuntimeSettings.setStack(bytes);
        }
    }

    private static void mountDisks() {
        try {
            if (SystemInstance.mountDisks()) {
                SharedSecrets.getJavaLangAccess().registerShutdownHook(LAST_HOOK, false, SystemInstance::close);
            }
        } catch (IllegalStateException e) {
            System.err.println("ristretto: " + e.getMessage());
            Power.off(Report.CANNOT_START_STATUS);
        }
    }

    @Override
    public void launch() {
        mountDisks();
        ProcessSignals.start();
        RuntimeSettings.setArguments(Environment.arguments());
        JavaOptions options = Environment.options();
        RuntimeSettings.setProperty("java.home", JAVA_HOME);
        options.properties().forEach(RuntimeSettings::setProperty);
        options.ignored().forEach(System.err::println);
        long heap = options.sizes().getOrDefault(Size.LARGEST_HEAP, 0L);
        long most = Runtime.getRuntime().maxMemory();
        if (heap > most) {
            System.err.println("-Xmx" + (heap >> MEBIBYTE_SHIFT) + "m: this instance has memory for a heap of "
                    + (most >> MEBIBYTE_SHIFT) + " MiB. Start it with more, by -m");
        }
    }
}
