package dev.ristretto.build.pipeline;

import dev.ristretto.build.root.AddedFiles;
import dev.ristretto.build.root.ImagePath;
import java.lang.module.ModuleFinder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The keys of {@code --option KEY=VALUE}. */
public enum OptionKey {
    /** Largest Java heap; by default a share of the memory found at start. */
    MAX_HEAP("max-heap", "SIZE", "largest Java heap, for example 48m", Check.SIZE),
    /** Size of the young generation. */
    YOUNG_HEAP("young-heap", "SIZE", "largest young generation of the heap, for example 8m", Check.SIZE),
    /** Stack size of platform threads. */
    STACK_SIZE("stack-size", "SIZE", "stack of a platform thread, for example 512k", Check.SIZE),
    /** The instruction set to compile for. */
    MARCH(
            "march",
            "LEVEL",
            "instruction set: x86-64-v3 (default), x86-64-v2 or compatibility; a lower one runs on older processors",
            Pattern.compile("x86-64-v[1-4]|compatibility").asMatchPredicate()),
    /** How much to optimise. */
    OPTIMIZE(
            "optimize",
            "LEVEL",
            "build (quick to build), default or speed",
            Pattern.compile("build|default|speed").asMatchPredicate()),
    /** Resources of the class path to put into the image. */
    INCLUDE_RESOURCES(
            "include-resources", "REGEX", "class-path resources to include, for example templates/.*", Check.PATTERN),
    /** Locales besides en-US. */
    INCLUDE_LOCALES("include-locales", "LIST", "locales besides en-US, for example de,fr", Check.TEXT),
    /** All charsets of the JDK. */
    ALL_CHARSETS("all-charsets", "true|false", "include all charsets of the JDK", Check.BOOLEAN),
    /** URL protocols of java.net.URL. */
    URL_PROTOCOLS("url-protocols", "LIST", "protocols of java.net.URL, for example http,https", Check.TEXT),
    /** Classes or packages to initialise while building. */
    INITIALIZE_AT_BUILD_TIME(
            "initialize-at-build-time", "LIST", "classes or packages to initialise while building", Check.TEXT),
    /** Classes or packages to initialise at start. */
    INITIALIZE_AT_RUN_TIME(
            "initialize-at-run-time", "LIST", "classes or packages to initialise when the image runs", Check.TEXT),
    /** Packages of the JDK whose public members the application may use though they are not exported. */
    ADD_EXPORTS(
            "add-exports",
            "MODULE/PACKAGE",
            "a package of the JDK that is exported to the application, as by java --add-exports; may be repeated",
            Check.PACKAGE),
    /** Packages of the JDK whose private members the application may use. */
    ADD_OPENS(
            "add-opens",
            "MODULE/PACKAGE",
            "a package of the JDK that is open to the application, as by java --add-opens; may be repeated",
            Check.PACKAGE),
    /** A folder with reachability metadata. */
    METADATA("metadata", "FOLDER", "folder with reachability metadata (reachability-metadata.json)", Check.TEXT),
    /** Metadata that follows from the class path. */
    INFER(
            "infer",
            "true|false",
            "find out resources, bundles and classes used by reflection (default: true)",
            Check.BOOLEAN),
    /** The public metadata repository. */
    METADATA_REPOSITORY(
            "metadata-repository", "true|false", "use the public reachability metadata of libraries", Check.BOOLEAN),
    /** An argument of the main method. */
    ARGUMENT(
            "argument",
            "TEXT",
            "argument of main or of the program, unless others are given at start; may be repeated",
            Check.TEXT),
    /** An environment variable. */
    ENVIRONMENT(
            "environment",
            "NAME=VALUE",
            "environment variable, may be repeated and overridden at start",
            value -> value.indexOf('=') > 0),
    /** A system property. */
    PROPERTY(
            "property",
            "KEY=VALUE",
            "system property, may be repeated and overridden at start",
            value -> value.indexOf('=') > 0),
    /** A port that the application listens on. */
    PORT(
            "port",
            "PORT[/udp]",
            "port that the application listens on, may be repeated",
            Pattern.compile("\\d{1,5}(/tcp|/udp)?").asMatchPredicate()),
    /** A path where the application keeps what is to last. */
    VOLUME(
            "volume",
            "PATH",
            "where the application keeps files that last, for example /var/lib/app: run -v mounts a volume there; may be"
                    + " repeated",
            ImagePath::isValid),
    /** Files of this host that the image is to have. */
    ADD_FILES(
            "add-files",
            "SOURCE:PATH",
            "a file, or what is in a folder, that the image has at a path, for example ./static:/srv/static; may be"
                    + " repeated",
            AddedFiles::isValid),
    /** The least memory to start with. */
    MEMORY("memory", "SIZE", "least memory to start with, in place of the computed one", Check.SIZE),
    /** Order before speed. */
    REPRODUCIBLE(
            "reproducible", "true|false", "give the same image for the same input, bit for bit; slower", Check.BOOLEAN),
    /** A builder that stays. */
    WARM(
            "warm",
            "true|false",
            "compile in a process that stays for 15 minutes and gets faster (default: true)",
            Check.BOOLEAN),
    /** Anything of the ahead-of-time compiler. */
    COMPILER(
            "compiler",
            "OPTION",
            "an option of the ahead-of-time compiler as it is, for example -H:+PrintFeatures",
            value -> value.startsWith("-"));

    private final String key;
    private final String form;
    private final String description;
    private final Predicate<String> valid;

    OptionKey(String key, String form, String description, Predicate<String> valid) {
        this.key = key;
        this.form = form;
        this.description = description;
        this.valid = valid;
    }

    /** As the user writes it. */
    public String key() {
        return key;
    }

    /** What the value looks like, for help texts. */
    public String form() {
        return form;
    }

    /** What it does, in a few words. */
    public String description() {
        return description;
    }

    boolean accepts(String value) {
        return !value.isEmpty() && valid.test(value);
    }

    /**
     * What the compiled program depends on, of a value; empty if on nothing, for it goes into the configuration or says
     * how to build.
     */
    Optional<String> compiled(String value) {
        return switch (this) {
            case ARGUMENT, ENVIRONMENT, PROPERTY, PORT, MEMORY, WARM -> Optional.empty();
            case VOLUME, ADD_FILES -> Optional.of("given");
            default -> Optional.of(value);
        };
    }

    /** Whether every image of a program of Linux can have it, so that it decides nothing about the kernel. */
    boolean isOfEveryProgram() {
        return this == VOLUME || this == ADD_FILES;
    }

    /** Whether it is about Java applications alone. */
    boolean isOfJava() {
        return switch (this) {
            case INCLUDE_RESOURCES,
                    INCLUDE_LOCALES,
                    ALL_CHARSETS,
                    URL_PROTOCOLS,
                    INITIALIZE_AT_BUILD_TIME,
                    INITIALIZE_AT_RUN_TIME,
                    ADD_EXPORTS,
                    ADD_OPENS,
                    METADATA,
                    INFER,
                    METADATA_REPOSITORY,
                    PROPERTY -> true;
            default -> false;
        };
    }

    static Optional<OptionKey> of(String key) {
        return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(OptionKey::key).toList();
    }

    private static final class Check {
        static final Predicate<String> TEXT = value -> true;
        static final Predicate<String> SIZE =
                Pattern.compile("[1-9]\\d{0,9}[kKmMgG]?").asMatchPredicate();
        static final Predicate<String> BOOLEAN = Pattern.compile("true|false").asMatchPredicate();
        /** Of this JDK, which is the image's too. */
        static final Predicate<String> PACKAGE = value -> {
            int slash = value.indexOf('/');
            return slash > 0
                    && ModuleFinder.ofSystem()
                            .find(value.substring(0, slash))
                            .filter(module -> module.descriptor().packages().contains(value.substring(slash + 1)))
                            .isPresent();
        };

        static final Predicate<String> PATTERN = value -> {
            try {
                return Pattern.compile(value) != null;
            } catch (java.util.regex.PatternSyntaxException e) {
                return false;
            }
        };
    }
}
