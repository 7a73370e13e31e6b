import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.metadata.EmbeddedMetadata;
import dev.ristretto.build.metadata.MetadataArguments;
import dev.ristretto.build.metadata.MetadataRepository;
import dev.ristretto.build.metadata.inference.InferredMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lists what a traced run did by reflection and a build would not find by itself, a type in a line with the members
 * that are missing. The compiler finds more: constant names, atomic fields, services. Arguments: the trace, a folder to
 * write to, the metadata repository, the main class, the class path's entries.
 */
class Missing {
    private static final String ALL = "*";

    private final Map<String, Set<String>> known = new TreeMap<>();

    void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        List<Path> classPath = Stream.of(arguments).skip(4).map(Path::of).toList();
        MetadataArguments declared = EmbeddedMetadata.of(classPath)
                .and(new MetadataRepository(Path.of(arguments[2]))
                        .extract(classPath, Files.createDirectories(target.resolve("repository"))));
        InferredMetadata.addTo(
                declared,
                new Application("traced", arguments[3], classPath),
                Files.createDirectories(target.resolve("inferred")));
        readFolder(target);
        for (Path entry : classPath) {
            if (Files.isRegularFile(entry)) {
                readJar(entry);
            } else if (Files.isDirectory(entry.resolve("META-INF/native-image"))) {
                readFolder(entry.resolve("META-INF/native-image"));
            }
        }
        compare(new ObjectMapper().readTree(Files.readAllBytes(Path.of(arguments[0]))));
    }

    private void readFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
                add(new ObjectMapper().readTree(Files.readAllBytes(file)));
            }
        }
    }

    private void readJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                if (entry.getName().matches("META-INF/native-image/.*\\.json")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        add(new ObjectMapper().readTree(in));
                    }
                }
            }
        }
    }

    private void add(JsonNode metadata) {
        for (JsonNode entry : metadata.isArray() ? metadata : metadata.path("reflection")) {
            known.computeIfAbsent(name(entry), key -> new TreeSet<>()).addAll(members(entry));
        }
    }

    private void compare(JsonNode trace) {
        int missing = 0;
        for (JsonNode entry : trace.path("reflection")) {
            String name = name(entry);
            Set<String> members = name.endsWith("]") ? Set.of() : members(entry);
            Set<String> had = known.getOrDefault(name, Set.of());
            List<String> left = members.stream()
                    .filter(member -> !had.contains(member) && !had.contains(ALL + kind(member)) && !member.startsWith(ALL))
                    .toList();
            if (!known.containsKey(name) || !left.isEmpty()) {
                missing++;
                System.out.println(name + " " + left);
            }
        }
        System.out.println(missing + " of " + trace.path("reflection").size() + " are missing");
    }

    /** Of a field, a constructor or a method; what stands for all of a kind is a star and the kind. */
    private static String kind(String member) {
        return member.startsWith("field ") ? "Fields" : member.equals("<init>") ? "Constructors" : "Methods";
    }

    private static Set<String> members(JsonNode entry) {
        Set<String> members = new TreeSet<>();
        entry.path("methods").forEach(method -> members.add(method.path("name").asText()));
        entry.path("fields").forEach(field -> members.add("field " + field.path("name").asText()));
        for (String kind : List.of("Fields", "Constructors", "Methods")) {
            if (Stream.of("allDeclared", "allPublic").anyMatch(all -> entry.path(all + kind).asBoolean())) {
                members.add(ALL + kind);
            }
        }
        return members;
    }

    private static String name(JsonNode entry) {
        JsonNode type = entry.has("type") ? entry.path("type") : entry.path("name");
        JsonNode proxy = type.isObject() ? type.path("proxy") : entry.path("interfaces");
        String name = proxy.isMissingNode() ? type.asText() : "proxy of " + proxy;
        return name.startsWith("[L") ? name.substring(2, name.length() - 1) + "[]" : name;
    }
}
