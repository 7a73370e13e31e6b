package dev.ristretto.build.builder;

import java.nio.charset.Charset;
import java.nio.file.spi.FileSystemProvider;
import java.security.Security;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.stream.Stream;

/** What a build may change in the JVM that it runs in, outside its own class loader: taken before each. */
final class HostState {
    /** How much of the largest heap earlier builds may go on to hold. */
    private static final double MOST_KEPT = 0.25;

    private final Properties properties = (Properties) System.getProperties().clone();
    private final Locale locale = Locale.getDefault();
    private final TimeZone timeZone = TimeZone.getDefault();

    /** What is now. */
    HostState() {}

    /** What the JDK looks for on the class path once and keeps for good. */
    private static Stream<Object> providers() {
        return Stream.of(
                        FileSystemProvider.installedProviders(),
                        Charset.availableCharsets().values(),
                        List.of(Security.getProviders()))
                .flatMap(Collection::stream);
    }

    /**
     * Puts back what can be put back, and collects what is left of the build.
     *
     * @param loader of the program that was built
     * @return what is left of it, such as a thread that runs; empty if it is as good as gone
     */
    Optional<String> restore(ClassLoader loader) {
        System.setProperties(properties);
        Locale.setDefault(locale);
        TimeZone.setDefault(timeZone);
        Optional<Thread> running = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() == loader)
                .findAny();
        if (running.isPresent()) {
            return Optional.of("its thread " + running.get().getName() + " runs");
        }
        Optional<Object> provider = providers()
                .filter(known -> known.getClass().getClassLoader() == loader)
                .findAny();
        if (provider.isPresent()) {
            return Optional.of(
                    "the JDK keeps its provider " + provider.get().getClass().getName());
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long kept = runtime.totalMemory() - runtime.freeMemory();
        return kept < MOST_KEPT * runtime.maxMemory() ? Optional.empty() : Optional.of("it holds " + kept + " bytes");
    }
}
