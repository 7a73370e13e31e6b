package dev.ristretto.build.metadata.inference;

import dev.ristretto.build.PackagedData;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.metadata.MetadataArguments;
import dev.ristretto.build.metadata.TracedMetadata;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reachability metadata that follows from what is on a class path: its resources and bundles, own classes that
 * libraries read by reflection ({@link Rules}), classes whose names stand in the application, URL protocols.
 */
public final class InferredMetadata {
    /** Classes of the JDK itself that Java serialization reads and writes. */
    private static final String SERIALIZED = "serialized.json";

    /** Tells of file systems that come with the class path, which are made when the image runs, as any object is. */
    private static final String FILE_SYSTEMS = "META-INF/services/java.nio.file.spi.FileSystemProvider";

    /** Memory segments and their arenas. Libraries that can do without, as Netty, are not led to use them. */
    private static final String FOREIGN_MEMORY = "java.lang.foreign.";

    private final Set<String> resources = new TreeSet<>();
    private final Set<String> folders = new TreeSet<>();
    private final Set<String> bundles = new TreeSet<>();
    private final SortedMap<String, ReflectiveAccess> types = new TreeMap<>();
    private final Set<String> proxies = new TreeSet<>();
    private final List<String> serialized = new ArrayList<>();
    private final Set<String> protocols = new TreeSet<>();
    private final Languages languages = new Languages();
    private final List<String> notes = new ArrayList<>();

    private InferredMetadata() {}

    /**
     * Infers the metadata of an application and writes it down for the ahead-of-time compiler.
     *
     * @param declared what the libraries ask for themselves
     * @param target an existing folder for its files
     * @return what is declared and inferred together
     * @throws dev.ristretto.build.BuildException if a jar cannot be read
     */
    public static MetadataArguments addTo(MetadataArguments declared, Application application, Path target)
            throws IOException {
        InferredMetadata metadata = new InferredMetadata();
        ClassPathScan scan = ClassPathScan.of(application);
        metadata.addResources(scan);
        ClassBundles classBundles = ClassBundles.of(scan);
        metadata.bundles.addAll(classBundles.names());
        classBundles.locales().forEach(metadata.languages::addBundle);
        ConditionalMetadata conditional = new ConditionalMetadata(scan);
        metadata.addTypes(scan, conditional);
        LookupRule.all().forEach(conditional::add);
        if (scan.serializes()) {
            metadata.serialized.addAll(List.of(PackagedData.read(InferredMetadata.class, SERIALIZED, String[].class)));
        }
        if (scan.opensUrls()) {
            metadata.protocols.addAll(List.of("http", "https", "jar"));
        }
        Files.write(TracedMetadata.file(target), StableJson.write(metadata.json()));
        Files.write(target.resolve("reflect-config.json"), StableJson.write(conditional.reflection()));
        Files.write(target.resolve("resource-config.json"), StableJson.write(conditional.resources()));
        Files.write(target.resolve("serialization-config.json"), StableJson.write(serializedLambdas(scan)));
        List<String> options = new ArrayList<>(List.of("-H:ConfigurationFileDirectories=" + target));
        if (!classBundles.classes().isEmpty()) {
            options.add(MetadataArguments.initialization(String.join(",", classBundles.classes()), "build_time"));
        }
        if (!metadata.protocols.isEmpty()) {
            options.add("-H:EnableURLProtocols=" + String.join(",", metadata.protocols));
        }
        if (metadata.resources.contains(FILE_SYSTEMS)) {
            options.add("-H:FutureDefaults=run-time-initialize-file-system-providers");
        }
        if (scan.namesByItself(FOREIGN_MEMORY)) {
            options.add("-H:+ForeignAPISupport");
        }
        if (!metadata.languages.locales().isEmpty()) {
            options.add("-H:IncludeLocales=" + String.join(",", metadata.languages.locales()));
        }
        List<String> jvmArguments = metadata.languages.charsets().isEmpty()
                ? List.of()
                : List.of("-Dristretto.charsets=" + String.join(",", metadata.languages.charsets()));
        metadata.notes.add("inferred: " + metadata.resources.size() + " resources, " + metadata.bundles.size()
                + " bundles, " + metadata.types.size() + " types, "
                + conditional.reflection().size() + " more if they are reachable"
                + named("protocols of URLs", metadata.protocols)
                + named("locales", metadata.languages.locales())
                + named("charsets", metadata.languages.charsets()));
        return declared.withoutEarly(
                        EarlyLoggers.among(declared, scan), "it holds loggers, which the application configures")
                .and(new MetadataArguments(options, jvmArguments, Set.of(), metadata.notes));
    }

    private static String named(String what, Set<String> names) {
        return names.isEmpty() ? "" : ", " + what + ": " + String.join(", ", names);
    }

    private void addResources(ClassPathScan scan) {
        for (ScannedResource resource : scan.resources()) {
            if (resource.isLeftOut()) {
                notes.add("inferred: " + resource.name() + " of " + resource.origin() + " (" + resource.bytes()
                        + " bytes) is left out; --option include-resources="
                        + resource.name().replace(".", "\\.") + " includes it");
            } else {
                resources.add(resource.name());
                addFolders(resource, scan);
                resource.bundle().filter(scan::isBundle).ifPresent(bundle -> {
                    bundles.add(bundle);
                    if (resource.own()) {
                        languages.addBundle(resource.locale());
                    }
                });
            }
        }
    }

    /**
     * Folders can be listed, as that of migrations or templates; not those where a library has classes, which would be
     * found to be missing there.
     */
    private void addFolders(ScannedResource resource, ClassPathScan scan) {
        for (int end = resource.name().lastIndexOf('/');
                end > 0;
                end = resource.name().lastIndexOf('/', end - 1)) {
            String name = resource.name().substring(0, end);
            if (resource.own() || !scan.hasPackage(name.replace('/', '.'))) {
                folders.add(name);
            }
        }
    }

    private void addTypes(ClassPathScan scan, ConditionalMetadata conditional) {
        Rules rules = Rules.of(scan);
        for (ScannedClass type : scan.classes()) {
            if (type.own()) {
                languages.add(type);
            } else {
                languages.addOfLibrary(type);
            }
            rules.accessTo(type, scan).ifPresent(access -> addType(type, access, scan, conditional));
            rules.accessIfReachable(type, scan).ifPresent(access -> {
                conditional.add(type, access);
                addSupertypes(type, access, scan, conditional);
                if (access.proxy()) {
                    proxies.add(type.name());
                }
            });
        }
        conditional.addNamed();
        scan.configuredClasses()
                .forEach(type -> addType(
                        type,
                        type.opensWindows() ? ReflectiveAccess.BY_NAME : ReflectiveAccess.CONFIGURED,
                        scan,
                        conditional));
        for (String name : scan.namedClasses()) {
            types.merge(name, ReflectiveAccess.BY_NAME, ReflectiveAccess::and);
        }
    }

    private void addType(
            ScannedClass type, ReflectiveAccess access, ClassPathScan scan, ConditionalMetadata conditional) {
        types.merge(type.name(), access, ReflectiveAccess::and);
        addSupertypes(type, access, scan, conditional);
    }

    private static void addSupertypes(
            ScannedClass type, ReflectiveAccess access, ClassPathScan scan, ConditionalMetadata conditional) {
        if (access.members()) {
            scan.supertypes(type).forEach(base -> conditional.add(base, access));
        }
    }

    private Map<String, Object> json() {
        List<Map<String, Object>> lookups = new ArrayList<>();
        Stream.concat(resources.stream(), folders.stream())
                .sorted()
                .forEach(name -> lookups.add(Map.of("glob", glob(name))));
        bundles.forEach(name -> lookups.add(Map.of("bundle", name)));
        List<Map<String, Object>> reflection = new ArrayList<>();
        types.forEach((name, access) -> reflection.addAll(access.entries(name)));
        proxies.forEach(name -> reflection.add(Map.of("type", Map.of("proxy", List.of(name)))));
        serialized.forEach(name -> reflection.add(Map.of("type", name, "serializable", true)));
        return Map.of("resources", lookups, "reflection", reflection);
    }

    /** Classes whose lambdas are serializable; the present form of metadata would want them one by one. */
    private static Map<String, Object> serializedLambdas(ClassPathScan scan) {
        Set<String> names = new TreeSet<>();
        if (scan.serializes()) {
            scan.classes().forEach(type -> {
                if (type.serializesLambdas()) {
                    names.add(type.name());
                }
            });
        }
        return Map.of(
                "lambdaCapturingTypes",
                names.stream().map(name -> Map.of("name", name)).toList(),
                "types",
                List.of());
    }

    /** Stars and backslashes of a name mean themselves. */
    private static String glob(String name) {
        return name.replace("\\", "\\\\").replace("*", "\\*");
    }
}
