package dev.ristretto.build.pipeline;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.ClassPathEntry;
import dev.ristretto.build.compiler.CompileException;
import dev.ristretto.build.compiler.HeapComplaint;
import dev.ristretto.build.metadata.MetadataArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Requests of libraries that their classes be initialized while the image is built: where the compiler refuses what
 * comes of one, the program is compiled once more without those of that library, for they were made to save time alone,
 * and at last without any. Not thread-safe.
 */
final class EarlyInitialization {
    private static final int MOST_ATTEMPTS = 3;

    /** The packages of the kernel, which cannot do without. */
    private static final String KERNEL = "dev.ristretto.";

    private final List<Path> classPath;
    private MetadataArguments arguments;

    EarlyInitialization(MetadataArguments arguments, List<Path> classPath) {
        this.arguments = arguments;
        this.classPath = List.copyOf(classPath);
    }

    /** The compiler. */
    @FunctionalInterface
    interface Attempt {
        /** @param number 0 for the first one */
        Path compile(MetadataArguments arguments, int number) throws IOException, InterruptedException;
    }

    /**
     * Compiles.
     *
     * @throws BuildException if the compiler refuses the program for good
     */
    Path compile(Attempt attempt) throws IOException, InterruptedException {
        for (int number = 0; ; number++) {
            try {
                return attempt.compile(arguments, number);
            } catch (CompileException e) {
                Optional<HeapComplaint> complaint = HeapComplaint.in(e.log());
                if (complaint.isEmpty()) {
                    throw e;
                }
                Set<String> requests = requestsBehind(complaint.get(), number + 2 == MOST_ATTEMPTS);
                if (requests.isEmpty() || number + 1 == MOST_ATTEMPTS) {
                    throw new BuildException(explain(complaint.get(), e.log()), e);
                }
                arguments = arguments.withoutEarly(
                        requests, "otherwise " + complaint.get().type() + " would be used before");
            }
        }
    }

    /** What was asked of the compiler at last. */
    MetadataArguments arguments() {
        return arguments;
    }

    /** Those on the way to what the compiler complains of, and what else their libraries ask for. */
    private Set<String> requestsBehind(HeapComplaint complaint, boolean last) {
        Set<String> requests = new TreeSet<>(arguments.initializedEarly());
        requests.removeIf(request -> request.startsWith(KERNEL));
        Set<String> onTheWay = requests.stream()
                .filter(request -> coversAny(request, complaint.places()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (onTheWay.isEmpty()) {
            return complaint.isOfTheCompiler() ? requests : Set.of();
        }
        return last ? requests : ofTheSameJars(onTheWay, requests);
    }

    /** What one request of a library makes, the classes of its other ones hold. */
    private Set<String> ofTheSameJars(Set<String> some, Set<String> all) {
        Set<String> found = new TreeSet<>(some);
        for (Path jar : classPath) {
            Set<String> names = new HashSet<>();
            new ClassPathEntry(jar).classes((entry, content) -> names.add(ClassPathEntry.className(entry)));
            if (some.stream().anyMatch(request -> coversAny(request, names))) {
                all.stream().filter(request -> coversAny(request, names)).forEach(found::add);
            }
        }
        return found;
    }

    private static boolean coversAny(String request, Set<String> names) {
        return names.stream().anyMatch(name -> MetadataArguments.covers(request, name));
    }

    private String explain(HeapComplaint complaint, Path log) {
        String places = complaint.places().isEmpty()
                ? ""
                : " It was met on the way through "
                        + complaint.places().stream()
                                .filter(place -> !jar(place).isEmpty())
                                .sorted()
                                .limit(3)
                                .map(place -> place + jar(place))
                                .reduce((one, other) -> one + ", " + other)
                                .orElse("the JDK")
                        + ".";
        return "Something of the class " + complaint.type() + jar(complaint.type())
                + " is used while the image is built, but it is to be initialized when the image runs." + places
                + " Build with --option initialize-at-run-time=CLASS for the class that uses it, or with --option"
                + " initialize-at-build-time=" + complaint.type() + " if all instances may share what it holds."
                + System.lineSeparator() + "The full log is in " + log;
    }

    private String jar(String className) {
        return classPath.stream()
                .filter(entry -> new ClassPathEntry(entry).find(className).isPresent())
                .findFirst()
                .map(entry -> " of " + entry.getFileName())
                .orElse("");
    }
}
