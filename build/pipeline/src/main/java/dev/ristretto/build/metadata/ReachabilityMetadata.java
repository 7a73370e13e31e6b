package dev.ristretto.build.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ristretto.build.BuildException;
import dev.ristretto.image.model.DamagedFileException;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a {@code reachability-metadata.json} in the format of GraalVM 25
 * (reachability-metadata-schema-v1.2.0.json): lists of entries by name. Immutable.
 */
public final class ReachabilityMetadata {
    private static final String REFLECTION = "reflection";

    /** Names of lists, and their entries by what they are about, sorted. */
    private final SortedMap<String, SortedMap<String, JsonNode>> lists;

    private ReachabilityMetadata(SortedMap<String, SortedMap<String, JsonNode>> lists) {
        this.lists = lists;
    }

    /**
     * Of how many things there is an entry.
     *
     * @param types classes that are looked up by their names
     * @param resources names or patterns of files on the class path
     * @param bundles resource bundles
     * @param proxies lists of interfaces
     */
    public record Count(int types, int resources, int bundles, int proxies) {}

    /**
     * Reads a file; one that is not there has nothing in it.
     *
     * @throws BuildException if it has another form
     */
    public static ReachabilityMetadata read(Path file) throws IOException {
        SortedMap<String, SortedMap<String, JsonNode>> lists = new TreeMap<>();
        if (Files.exists(file)) {
            for (Map.Entry<String, JsonNode> list : parse(file).properties()) {
                if (!list.getValue().isArray()) {
                    throw damaged(file, list.getKey() + " is no list");
                }
                add(lists, list.getKey(), list.getValue());
            }
        }
        return new ReachabilityMetadata(lists);
    }

    private static JsonNode parse(Path file) throws IOException {
        try {
            JsonNode content = StableJson.read(Files.readAllBytes(file), JsonNode.class);
            if (!content.isObject()) {
                throw damaged(file, "it is no object");
            }
            return content;
        } catch (DamagedFileException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        }
    }

    private static BuildException damaged(Path file, String reason) {
        return new BuildException(
                file + " is no reachability metadata: " + reason + ". Mend it, or delete it and trace again.");
    }

    /** What either says. */
    public ReachabilityMetadata and(ReachabilityMetadata other) {
        SortedMap<String, SortedMap<String, JsonNode>> union = new TreeMap<>();
        for (ReachabilityMetadata one : List.of(this, other)) {
            one.lists.forEach((name, entries) -> add(union, name, entries.values()));
        }
        return new ReachabilityMetadata(union);
    }

    private static void add(
            SortedMap<String, SortedMap<String, JsonNode>> lists, String name, Iterable<JsonNode> entries) {
        SortedMap<String, JsonNode> list = lists.computeIfAbsent(name, unused -> new TreeMap<>());
        for (JsonNode given : entries) {
            JsonNode entry = given.isObject() ? merged(given, given) : given;
            String subject = name.equals(REFLECTION) ? entry.path("type") + "" + entry.path("condition") : "" + entry;
            list.merge(subject, entry, ReachabilityMetadata::merged);
        }
    }

    /** Of two entries about the same: what is allowed by either, members of both, all of it sorted. */
    private static JsonNode merged(JsonNode one, JsonNode other) {
        SortedMap<String, JsonNode> merged = new TreeMap<>();
        for (JsonNode entry : List.of(one, other)) {
            for (Map.Entry<String, JsonNode> property : entry.properties()) {
                merged.merge(
                        property.getKey(),
                        merged(property.getKey(), MissingNode.getInstance(), property.getValue()),
                        (before, value) -> merged(property.getKey(), before, value));
            }
        }
        return JsonNodeFactory.instance.objectNode().setAll(merged);
    }

    private static JsonNode merged(String key, JsonNode before, JsonNode value) {
        if (value.isBoolean()) {
            return JsonNodeFactory.instance.booleanNode(before.asBoolean() || value.asBoolean());
        }
        if (!value.isArray() || key.equals("type")) {
            return value;
        }
        SortedMap<String, JsonNode> members = new TreeMap<>();
        before.forEach(member -> members.put(member.toString(), member));
        value.forEach(member -> members.put(member.toString(), member));
        return JsonNodeFactory.instance.arrayNode().addAll(members.values());
    }

    /** Of how many things there is an entry. */
    public Count count() {
        Collection<JsonNode> reflection = entries(REFLECTION);
        Collection<JsonNode> resources = entries("resources");
        return new Count(
                (int) reflection.stream()
                        .filter(entry -> entry.path("type").isTextual())
                        .count(),
                (int) resources.stream().filter(entry -> entry.has("glob")).count(),
                (int) resources.stream().filter(entry -> entry.has("bundle")).count(),
                (int) reflection.stream()
                        .filter(entry -> entry.path("type").has("proxy"))
                        .count());
    }

    private Collection<JsonNode> entries(String list) {
        return lists.getOrDefault(list, new TreeMap<>()).values();
    }

    /** As it stands in a file; the same for the same content. */
    public byte[] json() {
        Map<String, Object> content = new TreeMap<>();
        lists.forEach((name, entries) -> content.put(name, new ArrayList<>(entries.values())));
        return StableJson.write(content);
    }
}
