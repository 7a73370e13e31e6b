package dev.ristretto.build.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Projects of Node.js: the host's {@code node} and the project's folder, with what is installed in it. */
final class NodePrograms {
    static final long MEMORY = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What node says of itself: its file, its version, and files that it has beside it instead of inside. */
    private static final String QUESTION = """
            const v = process.config.variables;
            const outside = Object.keys(v).filter(k => /^node_shared_builtin_.*_path$/.test(k)).map(k => v[k]);
            console.log(JSON.stringify({file: process.execPath, version: process.version,
              outside: outside.concat(v.icu_default_data || [])}));
            """;

    private NodePrograms() {}

    static boolean isSource(String name) {
        return name.endsWith(".js") || name.endsWith(".mjs") || name.endsWith(".cjs");
    }

    static Program file(ProgramSource source) throws IOException {
        source.requireNoMain();
        ProgramFiles files = source.noFiles();
        String target = LibraryFiles.APPLICATION + "/" + source.name();
        files.add(source.path(), target, "the application");
        return with(source, files, new NodeStart(List.of(target), Map.of()));
    }

    static Program project(ProgramSource source) throws IOException, InterruptedException {
        JsonNode description = json(source.path().resolve("package.json"));
        if (!description.path("dependencies").isEmpty() && !source.has("node_modules")) {
            install(source);
        }
        NodeStart start = NodeStart.of(source.shown(), source.path(), description, source.main());
        ProgramFiles files = source.noFiles();
        Set<Path> left = forDevelopment(source.path());
        boolean needed = start.arguments().stream()
                .map(source.path()::resolve)
                .filter(Files::exists)
                .anyMatch(file -> left.stream().anyMatch(folder -> isIn(file, folder)));
        Predicate<Path> without = file -> String.valueOf(file.getFileName()).equals(".git")
                || file.endsWith("node_modules/.cache")
                || (!needed && left.contains(file));
        Path modules = source.path().resolve("node_modules");
        files.addTree(source.path(), LibraryFiles.APPLICATION, without.or(modules::equals), "the application");
        if (Files.isDirectory(modules)) {
            files.addTree(modules, LibraryFiles.APPLICATION + "/node_modules", without, "its dependencies");
        }
        List<String> arguments = new ArrayList<>();
        for (String argument : start.arguments()) {
            boolean file = !argument.startsWith("-")
                    && Files.isRegularFile(source.path().resolve(argument));
            arguments.add(
                    file
                            ? Path.of(LibraryFiles.APPLICATION)
                                    .resolve(argument)
                                    .normalize()
                                    .toString()
                            : argument);
        }
        return with(source, files, new NodeStart(arguments, start.environment()));
    }

    private static boolean isIn(Path file, Path folder) {
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static void install(ProgramSource source) throws InterruptedException {
        Path npm = source.tools().require("npm", source.shown() + " (package.json, without node_modules)");
        String how = source.has("package-lock.json") ? "ci" : "install";
        source.tools()
                .run(
                        "Installing the dependencies with npm",
                        List.of(npm.toString(), how, "--omit=dev", "--no-audit", "--no-fund"),
                        source.path(),
                        Map.of());
    }

    /** The modules that npm says are for development alone. */
    private static Set<Path> forDevelopment(Path project) throws IOException {
        Path list = project.resolve("node_modules/.package-lock.json");
        Set<Path> folders = new HashSet<>();
        if (Files.isRegularFile(list)) {
            json(list).path("packages").properties().forEach(module -> {
                if (module.getValue().path("dev").asBoolean(false)) {
                    folders.add(project.resolve(module.getKey()).normalize());
                }
            });
        }
        return folders;
    }

    private static Program with(ProgramSource source, ProgramFiles files, NodeStart start) throws IOException {
        Path tool = source.tools().require("node", source.shown() + " (Node.js)");
        JsonNode node = answer(source.tools().ask(List.of(tool.toString(), "-e", QUESTION)));
        Path program = Path.of(node.path("file").asText(tool.toString()));
        LibraryFiles libraries = new LibraryFiles(source, files, program);
        String target = files.addSystem(program, "runs the application");
        for (JsonNode outside : node.path("outside")) {
            Path file = Path.of(outside.asText());
            if (Files.isDirectory(file)) {
                files.addSystemTree(file, unused -> false, "part of node");
            } else if (Files.isRegularFile(file)) {
                String unused = files.addSystem(file, "part of node");
            }
        }
        libraries.addModules();
        libraries.addTo(program, target);
        SystemFiles.addTo(files);
        Map<String, String> environment = SystemFiles.environment(LibraryFiles.APPLICATION, target);
        environment.putAll(SystemFiles.addCertificates(files, source.system()));
        environment.putAll(start.environment());
        List<String> entrypoint = new ArrayList<>(List.of(target));
        entrypoint.addAll(start.arguments());
        return new Program(
                ("Node.js " + node.path("version").asText("").replaceFirst("^v", "")).strip(),
                entrypoint,
                environment,
                MEMORY,
                files);
    }

    private static JsonNode answer(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new BuildException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
