package dev.ristretto.build.program.archive;

import dev.ristretto.image.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An image of containers of a test's own, in every form that there is. */
public final class CraftedImage {
    /** What the layers contain, and what the archive has of them. */
    private final List<byte[]> plain = new ArrayList<>();

    private final List<byte[]> packed = new ArrayList<>();
    private String architecture = "amd64";
    private String config = "{\"Entrypoint\":[\"/start\"]}";
    private String history = "[]";

    /** Empty so far. */
    public CraftedImage() {}

    public CraftedImage layer(CraftedLayer layer) {
        plain.add(layer.bytes());
        packed.add(plain.getLast());
        return this;
    }

    CraftedImage zipped(CraftedLayer layer) {
        plain.add(layer.bytes());
        packed.add(layer.zipped());
        return this;
    }

    CraftedImage layer(byte[] unpacked, byte[] bytes) {
        plain.add(unpacked);
        packed.add(bytes);
        return this;
    }

    public CraftedImage config(String json) {
        config = json.replace('\'', '"');
        return this;
    }

    CraftedImage history(String json) {
        history = json.replace('\'', '"');
        return this;
    }

    CraftedImage architecture(String name) {
        architecture = name;
        return this;
    }

    private byte[] configuration() {
        String digests = plain.stream().map(each -> '"' + Digest.of(each) + '"').collect(Collectors.joining(","));
        return text(
                "{\"os\":\"linux\",\"architecture\":\"%s\",\"config\":%s,\"rootfs\":{\"diff_ids\":[%s]},\"history\":%s}"
                        .formatted(architecture, config, digests, history));
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The files of an archive as older engines write it. */
    public Map<String, byte[]> saved() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < packed.size(); i++) {
            layers.add("\"" + i + "/layer.tar\"");
            files.put(i + "/layer.tar", packed.get(i));
        }
        String name = Digest.hex(Digest.of(configuration())) + ".json";
        files.put(name, configuration());
        files.put(
                "manifest.json",
                text("[{\"Config\":\"%s\",\"RepoTags\":[\"shop:1\"],\"Layers\":[%s]}]"
                        .formatted(name, String.join(",", layers))));
        return files;
    }

    /** The files of a layout, without its index. */
    Map<String, byte[]> blobs() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (byte[] blob : packed) {
            put(files, blob);
        }
        put(files, configuration());
        put(files, manifest());
        return files;
    }

    private byte[] manifest() {
        String layers = packed.stream()
                .map(each -> descriptor("application/vnd.oci.image.layer.v1.tar", each, ""))
                .collect(Collectors.joining(","));
        return text("{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                .formatted(descriptor("application/vnd.oci.image.config.v1+json", configuration(), ""), layers));
    }

    /** What an index says of it. */
    String descriptor(String more) {
        return descriptor("application/vnd.oci.image.manifest.v1+json", manifest(), more);
    }

    static String descriptor(String type, byte[] blob, String more) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                .formatted(type, Digest.of(blob), blob.length, more.replace('\'', '"'));
    }

    static byte[] index(String... descriptors) {
        return text("{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", descriptors)));
    }

    /** A whole layout of these alone. */
    public Map<String, byte[]> layout() {
        return layout(index(descriptor("")), this);
    }

    static Map<String, byte[]> layout(byte[] index, CraftedImage... images) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("oci-layout", text("{\"imageLayoutVersion\":\"1.0.0\"}"));
        for (CraftedImage image : images) {
            files.putAll(image.blobs());
        }
        files.put("index.json", index);
        return files;
    }

    static void put(Map<String, byte[]> files, byte[] blob) {
        files.put(CheckedDigest.file(Digest.of(blob)), blob);
    }

    public static Path tar(Path target, Map<String, byte[]> files) throws IOException {
        CraftedLayer tar = new CraftedLayer();
        files.forEach((name, bytes) -> tar.file(name, bytes, 0644, 0));
        return Files.write(target, tar.bytes());
    }

    public static Path folder(Path target, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
        return target;
    }
}
