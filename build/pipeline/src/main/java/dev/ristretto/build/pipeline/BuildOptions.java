package dev.ristretto.build.pipeline;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.OpenedPackages;
import dev.ristretto.build.metadata.MetadataArguments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The options of one build, {@code KEY=VALUE} each; the keys are those of {@link OptionKey}. Immutable. */
public final class BuildOptions {
    private static final long KIB = 1024;
    /** A key this many edits away is still taken for a slip of the fingers. */
    private static final int NEAR = 4;

    private final Map<OptionKey, List<String>> values;

    private BuildOptions(Map<OptionKey, List<String>> values) {
        this.values = values;
    }

    /** No options. */
    public static BuildOptions none() {
        return new BuildOptions(Map.of());
    }

    /**
     * Reads options.
     *
     * @param options {@code KEY=VALUE} each
     * @throws BuildException on an unknown key, with the nearest one, or a value that the key does not take
     */
    public static BuildOptions parse(List<String> options) {
        Map<OptionKey, List<String>> values = new EnumMap<>(OptionKey.class);
        for (String option : options) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            OptionKey key = OptionKey.of(name).orElseThrow(() -> unknown(name));
            String value = option.substring(equals + 1);
            if (equals < 0 || !key.accepts(value)) {
                throw new BuildException("Option " + option + " has no valid value. Write " + key.key() + "="
                        + key.form() + ": " + key.description() + ".");
            }
            values.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
        }
        return new BuildOptions(values);
    }

    /** The same with packages that are open to the application. */
    BuildOptions and(OpenedPackages opened) {
        Map<OptionKey, List<String>> all = new EnumMap<>(OptionKey.class);
        all.putAll(values);
        add(all, OptionKey.ADD_EXPORTS, opened.exports());
        add(all, OptionKey.ADD_OPENS, opened.opens());
        return new BuildOptions(all);
    }

    private static void add(Map<OptionKey, List<String>> values, OptionKey key, List<String> more) {
        if (!more.isEmpty()) {
            values.merge(
                    key,
                    more,
                    (before, added) -> Stream.concat(before.stream(), added.stream())
                            .distinct()
                            .toList());
        }
    }

    private static BuildException unknown(String name) {
        String nearest = OptionKey.keys().stream()
                .min(Comparator.comparingInt(key -> distance(name, key)))
                .orElse("");
        String hint = distance(name, nearest) <= NEAR
                ? "Did you mean " + nearest + "?"
                : "Keys: " + String.join(", ", OptionKey.keys()) + ".";
        return new BuildException("Unknown option " + name + ". " + hint);
    }

    /** Levenshtein's distance: the fewest single-character edits that make one word of the other. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }

    /** All values of a key, in the order given. */
    List<String> all(OptionKey key) {
        return values.getOrDefault(key, List.of());
    }

    /** The last value of a key. */
    Optional<String> last(OptionKey key) {
        List<String> given = all(key);
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    boolean isTrue(OptionKey key, boolean otherwise) {
        return last(key).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /** A size in bytes; {@code k}, {@code m} and {@code g} stand for powers of 1024. */
    Optional<Long> bytes(OptionKey key) {
        return last(key).map(BuildOptions::bytes);
    }

    private static long bytes(String size) {
        int unit = "kmg".indexOf(Character.toLowerCase(size.charAt(size.length() - 1)));
        if (unit < 0) {
            return Long.parseLong(size);
        }
        long count = Long.parseLong(size.substring(0, size.length() - 1));
        for (int i = 0; i <= unit; i++) {
            count *= KIB;
        }
        return count;
    }

    /** The options that the image depends on as {@code KEY=VALUE}, sorted by key, values in the order given. */
    public List<String> asText() {
        return asText((key, value) -> key == OptionKey.WARM ? Optional.empty() : Optional.of(value));
    }

    /**
     * What the compiled program depends on.
     *
     * @param linux whether it is the kernel of programs of Linux, which always can have files and volumes
     */
    List<String> compiledAsText(boolean linux) {
        return asText((key, value) -> linux && key.isOfEveryProgram() ? Optional.empty() : key.compiled(value)).stream()
                .distinct()
                .toList();
    }

    /**
     * Refuses what is for Java alone.
     *
     * @param what is built: {@code Python 3.11.2}
     * @throws BuildException that names an option that would have no effect
     */
    void requireForProgram(String what) {
        values.keySet().stream().filter(OptionKey::isOfJava).findFirst().ifPresent(key -> {
            throw new BuildException("Option " + key.key() + " is for Java applications, and this is none (" + what
                    + "). Leave it out.");
        });
    }

    private List<String> asText(BiFunction<OptionKey, String, Optional<String>> wanted) {
        List<String> text = new ArrayList<>();
        values.forEach((key, list) ->
                list.forEach(value -> wanted.apply(key, value).ifPresent(known -> text.add(key.key() + "=" + known))));
        return text;
    }

    /** Variables and properties, which go the same way. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        all(OptionKey.ENVIRONMENT).forEach(variable -> put(environment, "", variable));
        all(OptionKey.PROPERTY).forEach(property -> put(environment, CommandLine.PROPERTY, property));
        return environment;
    }

    private static void put(Map<String, String> environment, String prefix, String assignment) {
        int equals = assignment.indexOf('=');
        environment.put(prefix + assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    List<String> ports() {
        return all(OptionKey.PORT).stream()
                .map(port -> port.contains("/") ? port : port + "/tcp")
                .toList();
    }

    List<String> volumes() {
        return all(OptionKey.VOLUME).stream().distinct().toList();
    }

    /** Arguments of the JVM in which the ahead-of-time compiler runs, whose modules become the image's. */
    List<String> jvmArguments() {
        return new OpenedPackages(all(OptionKey.ADD_EXPORTS), all(OptionKey.ADD_OPENS)).arguments();
    }

    /** The options of the ahead-of-time compiler that these stand for. */
    List<String> compilerOptions() {
        List<String> options = new ArrayList<>();
        bytes(OptionKey.MAX_HEAP).ifPresent(size -> options.add("-R:MaxHeapSize=" + size));
        bytes(OptionKey.YOUNG_HEAP).ifPresent(size -> options.add("-R:MaxNewSize=" + size));
        bytes(OptionKey.STACK_SIZE).ifPresent(size -> options.add("-R:StackSize=" + size));
        last(OptionKey.MARCH).ifPresent(level -> options.add("-H:MicroArchitecture=" + level));
        last(OptionKey.OPTIMIZE)
                .ifPresent(level -> options.add("-H:Optimize="
                        + switch (level) {
                            case "build" -> "b";
                            case "speed" -> "3";
                            default -> "2";
                        }));
        all(OptionKey.INCLUDE_RESOURCES).forEach(regex -> options.add("-H:IncludeResources=" + regex));
        all(OptionKey.INCLUDE_LOCALES).forEach(locales -> options.add("-H:IncludeLocales=" + locales));
        if (isTrue(OptionKey.ALL_CHARSETS, false)) {
            options.add("-H:+AddAllCharsets");
        }
        all(OptionKey.URL_PROTOCOLS).forEach(protocols -> options.add("-H:EnableURLProtocols=" + protocols));
        all(OptionKey.INITIALIZE_AT_BUILD_TIME)
                .forEach(list -> options.add(MetadataArguments.initialization(list, "build_time")));
        all(OptionKey.INITIALIZE_AT_RUN_TIME)
                .forEach(list -> options.add(MetadataArguments.initialization(list, "run_time")));
        options.addAll(all(OptionKey.COMPILER));
        return options;
    }
}
