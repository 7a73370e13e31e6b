package dev.ristretto.build.program;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a project of Node.js is started. Immutable.
 *
 * @param arguments of {@code node}: options, the file, arguments of it; paths are relative to the project's folder
 * @param environment variables that the start script sets
 */
record NodeStart(List<String> arguments, Map<String, String> environment) {
    private static final Pattern SHELL = Pattern.compile("[\"'`$&|;<>()*?\\\\]");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]\\w*=.*");
    private static final List<String> USUAL = List.of("index.js", "server.js", "app.js", "main.js", "index.mjs");

    /**
     * Finds it: what the user says, else the script {@code start} of package.json, its {@code main}, or a file of a
     * usual name.
     *
     * @throws BuildException if it cannot be found out
     */
    static NodeStart of(Path shown, Path folder, JsonNode description, Optional<String> main) {
        if (main.isPresent()) {
            if (!Files.isRegularFile(folder.resolve(main.get()))) {
                throw new BuildException("--main " + main.get() + ": there is no such file in " + shown + ".");
            }
            return new NodeStart(List.of(main.get()), Map.of());
        }
        String script = description.path("scripts").path("start").asText("");
        if (!script.isBlank()) {
            return ofScript(shown, folder, script.strip());
        }
        return Stream.concat(Stream.of(description.path("main").asText("")), USUAL.stream())
                .filter(name -> !name.isEmpty() && Files.isRegularFile(folder.resolve(name)))
                .findFirst()
                .map(name -> new NodeStart(List.of(name), Map.of()))
                .orElseThrow(() -> new BuildException(shown + " has a package.json that does not say what to start."
                        + " Give it a script start, as \"start\": \"node server.js\", or name a file with --main."));
    }

    private static NodeStart ofScript(Path shown, Path folder, String script) {
        if (SHELL.matcher(script).find()) {
            throw new BuildException("The script start of " + shown + " is for a shell, which an image does not have: "
                    + script + System.lineSeparator() + "Name the file to start with --main.");
        }
        List<String> words = new ArrayList<>(List.of(script.split("\\s+")));
        Map<String, String> environment = new TreeMap<>();
        while (!words.isEmpty() && VARIABLE.matcher(words.getFirst()).matches()) {
            String assignment = words.removeFirst();
            int equals = assignment.indexOf('=');
            environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        if (words.isEmpty() || (words.getFirst().equals("node") && words.size() == 1)) {
            throw new BuildException("The script start of " + shown + " names nothing to start: " + script
                    + ". Name a file with --main.");
        }
        if (words.getFirst().equals("node")) {
            return new NodeStart(words.subList(1, words.size()), environment);
        }
        String tool = "node_modules/.bin/" + words.getFirst();
        if (!Files.isRegularFile(folder.resolve(tool))) {
            throw new BuildException("The script start of " + shown + " is neither for node nor for a tool of"
                    + " node_modules: " + script + ". Name the file to start with --main.");
        }
        words.set(0, tool);
        return new NodeStart(words, environment);
    }

    NodeStart {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
