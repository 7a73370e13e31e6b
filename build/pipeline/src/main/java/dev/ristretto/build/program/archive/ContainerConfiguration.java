package dev.ristretto.build.program.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.build.BuildException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an image of containers says that it is run (OCI image specification 1.1, "Image Configuration"). Immutable.
 *
 * @param platform operating system and processor: {@code linux/amd64}
 * @param entrypoint what is started; may be empty
 * @param command arguments of it, or what is started if there is no entry point
 * @param environment variables
 * @param directory in which it starts, absolute
 * @param user as whom it runs; empty for root
 * @param ports that it listens on, {@code 8080/tcp}
 * @param volumes paths of what is to last
 * @param stopSignal by which it is asked to end; empty for SIGTERM
 * @param contents digests of the layers without compression, lowest first
 * @param history what has made each layer, lowest first
 */
record ContainerConfiguration(
        String platform,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        String directory,
        String user,
        List<String> ports,
        List<String> volumes,
        String stopSignal,
        List<String> contents,
        List<String> history) {
    static final String PLATFORM = "linux/amd64";

    /**
     * Reads the form in JSON.
     *
     * @throws BuildException if it is none
     */
    static ContainerConfiguration of(JsonNode json, String shown) {
        try {
            return read(json);
        } catch (IllegalArgumentException e) {
            throw new BuildException(shown + ": the configuration of the image is none: " + e.getMessage() + ".", e);
        }
    }

    private static ContainerConfiguration read(JsonNode json) {
        JsonNode config = json.path("config");
        return new ContainerConfiguration(
                text(json.path("os")) + "/" + text(json.path("architecture")),
                texts(config.path("Entrypoint")),
                texts(config.path("Cmd")),
                variables(config.path("Env")),
                directory(text(config.path("WorkingDir"))),
                text(config.path("User")),
                names(config.path("ExposedPorts")).stream()
                        .map(port -> port.contains("/") ? port : port + "/tcp")
                        .filter(port -> port.matches("\\d{1,5}/(tcp|udp)"))
                        .toList(),
                names(config.path("Volumes")),
                text(config.path("StopSignal")),
                digests(json.path("rootfs").path("diff_ids")),
                history(json.path("history")));
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (!node.isTextual() || node.textValue().indexOf(0) >= 0) {
            throw new IllegalArgumentException("a text is wanted in the place of " + shown(node));
        }
        return node.textValue();
    }

    private static List<String> texts(JsonNode node) {
        if (!node.isMissingNode() && !node.isNull() && !node.isArray()) {
            throw new IllegalArgumentException("a list is wanted in the place of " + shown(node));
        }
        List<String> texts = new ArrayList<>();
        node.forEach(each -> texts.add(text(each)));
        return List.copyOf(texts);
    }

    private static List<String> digests(JsonNode node) {
        List<String> digests = texts(node);
        digests.stream()
                .filter(digest -> !CheckedDigest.isValid(digest))
                .findFirst()
                .ifPresent(digest -> {
                    throw new IllegalArgumentException("'" + ArchiveNames.shown(digest) + "' is no digest");
                });
        return digests;
    }

    private static String shown(JsonNode node) {
        return ArchiveNames.shown(node.toString());
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().toList();
    }

    private static Map<String, String> variables(JsonNode node) {
        Map<String, String> variables = new TreeMap<>();
        for (String variable : texts(node)) {
            int equals = variable.indexOf('=');
            // A name with a hyphen would be a property of Java to the kernel, and is none that programs can use.
            if (equals > 0 && !variable.startsWith("-")) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }

    /** Without what leads up, which has no use in an absolute path. */
    private static String directory(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            if (name.equals("..") && !names.isEmpty()) {
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }

    private static List<String> history(JsonNode node) {
        List<String> history = new ArrayList<>();
        node.forEach(step -> {
            if (!step.path("empty_layer").asBoolean()) {
                history.add(step.path("created_by").asText());
            }
        });
        return List.copyOf(history);
    }
}
