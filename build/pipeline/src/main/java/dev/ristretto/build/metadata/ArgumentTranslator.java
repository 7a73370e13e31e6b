package dev.ristretto.build.metadata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates arguments of the {@code native-image} launcher, as jars carry them, to those of the image builder itself.
 * Source: the option list of SubstrateVM 25.0 ({@code @APIOption}). Not thread-safe.
 */
final class ArgumentTranslator {
    /** Options about files, links and messages that mean nothing here, or that are the default. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "--allow-incomplete-classpath",
            "--auto-fallback",
            "--configure-reflection-metadata",
            "--enable-all-security-services",
            "--enable-monitoring",
            "--force-fallback",
            "--install-exit-handlers",
            "--native-image-info",
            "--no-fallback",
            "--no-server",
            "--report-unsupported-elements-at-runtime",
            "--static",
            "--static-nolibc",
            "--strict-image-heap",
            "--verbose",
            "-g");

    private final List<String> options = new ArrayList<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final Set<String> modules = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Exclusion> exclusions = new ArrayList<>();

    /** Resources that jars carry and that do not count; both are found anywhere in the names. */
    private record Exclusion(Pattern jar, Pattern resource) {}

    /**
     * Takes the arguments of one source.
     *
     * @param source where they stand, for notes
     */
    void add(List<String> arguments, String source) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--exclude-config") && i + 2 < arguments.size()) {
                exclude(arguments.get(i + 1), arguments.get(i + 2), source);
                i += 2;
                continue;
            }
            if (argument.equals("-jar") || !argument.startsWith("-")) {
                // What to build and how to call it is said elsewhere.
                i += argument.equals("-jar") ? 1 : 0;
                continue;
            }
            boolean separate = argument.equals("--add-exports")
                    || argument.equals("--add-opens")
                    || argument.equals("--add-reads")
                    || argument.equals("--add-modules")
                    || argument.equals("--enable-native-access");
            if (separate && i + 1 < arguments.size()) {
                i++;
                argument = argument + "=" + arguments.get(i);
            }
            translate(argument, source);
        }
    }

    private void exclude(String jar, String resource, String source) {
        try {
            exclusions.add(new Exclusion(Pattern.compile(jar), Pattern.compile(resource)));
        } catch (PatternSyntaxException e) {
            notes.add(source + ": --exclude-config " + jar + " " + resource + " is no pair of patterns and left out");
        }
    }

    /**
     * Whether arguments that were added before exclude a resource.
     *
     * @param jar path of the jar or folder
     * @param resource its name there
     */
    boolean excludes(String jar, String resource) {
        return exclusions.stream()
                .anyMatch(exclusion -> exclusion.jar().matcher(jar).find()
                        && exclusion.resource().matcher("/" + resource).find());
    }

    private void translate(String argument, String source) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        String value = equals < 0 ? "" : argument.substring(equals + 1);
        switch (name) {
            case "--initialize-at-build-time" -> options.add(MetadataArguments.initialization(value, "build_time"));
            case "--initialize-at-run-time",
                    "--delay-class-initialization-to-runtime",
                    "--rerun-class-initialization-at-runtime" ->
                options.add(MetadataArguments.initialization(value, "run_time"));
            case "--features" -> options.add(MetadataArguments.features(value));
            case "--enable-http" -> options.add("-H:EnableURLProtocols=http");
            case "--enable-https" -> options.add("-H:EnableURLProtocols=https");
            case "--enable-url-protocols" -> options.add("-H:EnableURLProtocols=" + value);
            case "--link-at-build-time" -> options.add("-H:LinkAtBuildTime=" + value);
            case "--trace-object-instantiation" -> options.add("-H:TraceObjectInstantiation=" + value);
            case "--add-exports", "--add-opens", "--add-reads", "--enable-native-access" -> jvmArguments.add(argument);
            case "--add-modules" -> modules.addAll(List.of(value.split(",")));
            case "--enable-preview" -> jvmArguments.add(argument);
            default -> other(argument, name, source);
        }
    }

    private void other(String argument, String name, String source) {
        if (argument.startsWith("-H:") || argument.startsWith("-R:")) {
            options.add(argument);
        } else if (argument.startsWith("-D")) {
            jvmArguments.add(argument);
        } else if (argument.startsWith("-J")) {
            jvmArguments.add(argument.substring(2));
        } else if (!WITHOUT_EFFECT.contains(name)) {
            notes.add(source + ": " + argument + " is not supported and left out");
        }
    }

    MetadataArguments result() {
        return new MetadataArguments(options, jvmArguments, modules, notes);
    }

    /** Splits at white space as a shell does, with double and single quotes. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
