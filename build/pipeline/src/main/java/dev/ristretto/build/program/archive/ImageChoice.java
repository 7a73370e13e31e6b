package dev.ristretto.build.program.archive;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one image of an archive that can be run: its configuration and its layers. Immutable.
 *
 * @param layers lowest first
 */
record ImageChoice(ContainerConfiguration configuration, List<LayerBlob> layers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "index.json";
    private static final String MANIFEST = "manifest.json";
    private static final int DEEPEST = 4;
    private static final int MOST_LAYERS = 512;
    private static final int MOST_MANIFESTS = 1000;
    private static final Pattern NAMED_BY_DIGEST = Pattern.compile("(?:.*/)?([0-9a-f]{64})(?:\\.json)?");
    private static final Pattern CONFIGURATIONS =
            Pattern.compile("application/vnd\\.(oci\\.image\\.config|docker\\.container\\.image)\\.v1\\+json");

    /** A manifest that an index names, and what the index says of it. */
    private record Candidate(JsonNode descriptor, String name, String platform) {}

    /**
     * Finds it.
     *
     * @throws dev.ristretto.build.BuildException if there is none, or more than one
     */
    static ImageChoice of(ArchiveContents contents) throws IOException {
        ImageChoice found;
        if (contents.has("oci-layout") && contents.has(INDEX)) {
            found = ofLayout(contents);
        } else if (contents.has(MANIFEST)) {
            found = ofSaved(contents);
        } else {
            throw contents.refused("it holds neither index.json and oci-layout nor manifest.json, so it is no image of"
                    + " containers. Make one with docker save or podman save");
        }
        requirePlatform(contents, found.configuration().platform());
        if (found.layers().size() > MOST_LAYERS) {
            throw contents.refused(
                    "the image has " + found.layers().size() + " layers; at most " + MOST_LAYERS + " are read");
        }
        int known = found.configuration().contents().size();
        if (known > 0 && known != found.layers().size()) {
            throw contents.refused("its configuration is of " + known + " layers, and it has "
                    + found.layers().size() + "; it is damaged. Save it again");
        }
        return found;
    }

    /** The digest of a layer without compression, if it is known. */
    Optional<String> unpackedDigest(int layer) {
        List<String> known = configuration.contents();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(layer));
    }

    private static void requirePlatform(ArchiveContents contents, String platform) {
        if (!platform.equals(ContainerConfiguration.PLATFORM)) {
            throw contents.refused("the image is for " + platform + "; only those for "
                    + ContainerConfiguration.PLATFORM + " run here. Save it with --platform "
                    + ContainerConfiguration.PLATFORM);
        }
    }

    /** What docker save and podman save write: a list of images with names of files. */
    private static ImageChoice ofSaved(ArchiveContents contents) throws IOException {
        Map<String, JsonNode> images = new LinkedHashMap<>();
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode image : json(contents, contents.document(MANIFEST), MANIFEST)) {
            images.put(image.path("Config").asText(), image);
            image.path("RepoTags").forEach(tag -> names.add(tag.asText()));
        }
        if (images.size() != 1) {
            throw severalOrNone(contents, images.size(), names);
        }
        JsonNode image = images.values().iterator().next();
        String file = image.path("Config").asText();
        byte[] bytes = contents.document(file);
        Matcher named = NAMED_BY_DIGEST.matcher(file);
        if (named.matches()) {
            requireDigest(contents, bytes, "sha256:" + named.group(1));
        }
        List<LayerBlob> layers = new ArrayList<>();
        image.path("Layers").forEach(layer -> layers.add(new LayerBlob(layer.asText(), "", Optional.empty())));
        return new ImageChoice(ContainerConfiguration.of(json(contents, bytes, file), contents.shown()), layers);
    }

    private static ImageChoice ofLayout(ArchiveContents contents) throws IOException {
        List<Candidate> all = new ArrayList<>();
        collect(contents, json(contents, contents.document(INDEX), INDEX), "", 0, all);
        Map<String, Candidate> fitting = new LinkedHashMap<>();
        for (Candidate each : all) {
            if (each.platform().isEmpty() || each.platform().equals(ContainerConfiguration.PLATFORM)) {
                fitting.put(each.descriptor().path("digest").asText(), each);
            }
        }
        if (fitting.isEmpty() && !all.isEmpty()) {
            TreeSet<String> platforms = new TreeSet<>();
            all.forEach(each -> platforms.add(each.platform()));
            requirePlatform(contents, String.join(", ", platforms));
        }
        // What does not say what it is for is only asked where there is no other way to tell.
        if (fitting.size() > 1) {
            for (Candidate each : List.copyOf(fitting.values())) {
                if (each.platform().isEmpty() && !isFor(contents, each)) {
                    fitting.remove(each.descriptor().path("digest").asText());
                }
            }
        }
        if (fitting.size() != 1) {
            TreeSet<String> names = new TreeSet<>();
            fitting.values().forEach(each -> names.add(each.name()));
            throw severalOrNone(contents, fitting.size(), names);
        }
        return ofManifest(contents, fitting.values().iterator().next().descriptor());
    }

    private static boolean isFor(ArchiveContents contents, Candidate candidate) throws IOException {
        return ofManifest(contents, candidate.descriptor())
                .configuration()
                .platform()
                .equals(ContainerConfiguration.PLATFORM);
    }

    private static void collect(ArchiveContents contents, JsonNode index, String above, int depth, List<Candidate> all)
            throws IOException {
        for (JsonNode descriptor : index.path("manifests")) {
            JsonNode annotations = descriptor.path("annotations");
            String name = annotations
                    .path("io.containerd.image.name")
                    .asText(annotations
                            .path("org.opencontainers.image.ref.name")
                            .asText(above));
            JsonNode platform = descriptor.path("platform");
            String text = platform.isObject()
                    ? platform.path("os").asText() + "/"
                            + platform.path("architecture").asText()
                    : "";
            if (text.equals("unknown/unknown") || annotations.has("vnd.docker.reference.type")) {
                // Says how the image was made.
                continue;
            }
            if (all.size() >= MOST_MANIFESTS || depth > DEEPEST) {
                throw contents.refused("its index names more images, or indexes in indexes, than any has");
            }
            if (descriptor.path("mediaType").asText().matches(".*(image\\.index|manifest\\.list)\\..*")) {
                collect(contents, blob(contents, descriptor), name, depth + 1, all);
            } else {
                all.add(new Candidate(descriptor, name, text));
            }
        }
    }

    private static ImageChoice ofManifest(ArchiveContents contents, JsonNode descriptor) throws IOException {
        JsonNode manifest = blob(contents, descriptor);
        JsonNode config = manifest.path("config");
        String type = config.path("mediaType").asText();
        if (!CONFIGURATIONS.matcher(type).matches()) {
            throw contents.refused("it holds no image of containers, but one whose configuration is " + type
                    + (type.contains("ristretto") ? ". Images of Ristretto are run as they are" : ""));
        }
        List<LayerBlob> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            String digest = digest(contents, layer);
            layers.add(new LayerBlob(
                    CheckedDigest.file(digest), layer.path("mediaType").asText(), Optional.of(digest)));
        }
        return new ImageChoice(ContainerConfiguration.of(blob(contents, config), contents.shown()), layers);
    }

    private static JsonNode blob(ArchiveContents contents, JsonNode descriptor) throws IOException {
        String digest = digest(contents, descriptor);
        byte[] bytes = contents.document(CheckedDigest.file(digest));
        requireDigest(contents, bytes, digest);
        return json(contents, bytes, digest);
    }

    private static String digest(ArchiveContents contents, JsonNode descriptor) {
        String digest = descriptor.path("digest").asText();
        if (!CheckedDigest.isValid(digest)) {
            throw contents.refused("'" + digest + "' is no digest: sha256: and 64 hexadecimal digits");
        }
        return digest;
    }

    private static void requireDigest(ArchiveContents contents, byte[] bytes, String digest) {
        if (!CheckedDigest.matches(bytes, digest)) {
            throw contents.refused("what it has as " + digest + " has another digest; it is damaged. Save it again");
        }
    }

    private static JsonNode json(ArchiveContents contents, byte[] bytes, String name) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw contents.refused(name + " is no JSON (" + e.getOriginalMessage() + "); it is damaged. Save it again");
        }
    }

    private static RuntimeException severalOrNone(ArchiveContents contents, int count, TreeSet<String> names) {
        return contents.refused(
                count == 0
                        ? "it holds no image. Save one"
                        : "it holds " + count + " images (" + String.join(", ", names) + "). Save one alone");
    }
}
