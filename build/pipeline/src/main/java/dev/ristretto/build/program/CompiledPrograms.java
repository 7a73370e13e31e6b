package dev.ristretto.build.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.build.BuildException;
import dev.ristretto.build.program.library.LinkedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Projects whose own tool makes an ELF program of them: Go, Rust, CMake, make, and a single source of C or C++. */
final class CompiledPrograms {
    private static final int DEEPEST = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CompiledPrograms() {}

    static Program go(ProgramSource source) throws IOException, InterruptedException {
        Path go = source.tools().require("go", source.shown() + " (go.mod)");
        Path output = source.kept().resolve(source.name());
        source.tools()
                .run(
                        "Building the project with go",
                        List.of(go.toString(), "build", "-trimpath", "-o", output.toString(), goPackage(source)),
                        source.path(),
                        Map.of("CGO_ENABLED", "0", "GOOS", "linux", "GOARCH", "amd64"));
        if (!LinkedFile.isElf(output)) {
            throw new BuildException(source.shown() + ": go has made no program of " + goPackage(source)
                    + ". Name the folder of package main: --main ./cmd/NAME");
        }
        return ElfPrograms.of(source, output, "Go");
    }

    /** The package with the program: the folder itself, or the only one in {@code cmd}. */
    private static String goPackage(ProgramSource source) throws IOException {
        if (source.main().isPresent()) {
            return source.main().get();
        }
        if (has(source.path(), ".*\\.go") || !source.has("cmd")) {
            return ".";
        }
        List<String> commands;
        try (Stream<Path> folders = Files.list(source.path().resolve("cmd"))) {
            commands = folders.filter(Files::isDirectory)
                    .map(folder -> "./cmd/" + folder.getFileName())
                    .sorted()
                    .toList();
        }
        if (commands.size() == 1) {
            return commands.getFirst();
        }
        throw notOne(source, commands);
    }

    private static boolean has(Path folder, String names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches(names));
        }
    }

    static Program cargo(ProgramSource source) throws IOException, InterruptedException {
        Path cargo = source.tools().require("cargo", source.shown() + " (Cargo.toml)");
        List<String> command = new ArrayList<>(
                List.of(cargo.toString(), "build", "--release", "--message-format=json-render-diagnostics"));
        source.main().ifPresent(name -> command.addAll(List.of("--bin", name)));
        source.tools().run("Building the project with cargo", command, source.path(), Map.of());
        Map<String, Path> programs = new TreeMap<>();
        for (String line : source.tools().output().lines().toList()) {
            if (line.startsWith("{")) {
                JsonNode executable = parse(line).path("executable");
                if (executable.isTextual()) {
                    Path file = Path.of(executable.asText());
                    programs.put(String.valueOf(file.getFileName()), file);
                }
            }
        }
        return ElfPrograms.of(source, only(source, programs), "Rust");
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            // What another program has printed.
            return JSON.createObjectNode();
        }
    }

    static Program cmake(ProgramSource source) throws IOException, InterruptedException {
        Path cmake = source.tools().require("cmake", source.shown() + " (CMakeLists.txt)");
        Path folder = Files.createDirectories(source.kept().resolve("cmake"));
        source.tools()
                .run(
                        "Configuring the project with cmake",
                        List.of(
                                cmake.toString(),
                                "-S",
                                source.path().toString(),
                                "-B",
                                folder.toString(),
                                "-DCMAKE_BUILD_TYPE=Release",
                                "-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON"),
                        source.path(),
                        Map.of());
        source.tools()
                .run(
                        "Building the project with cmake",
                        List.of(cmake.toString(), "--build", folder.toString()),
                        source.path(),
                        Map.of());
        return ElfPrograms.of(source, only(source, programs(folder)), "C++");
    }

    static Program make(ProgramSource source) throws IOException, InterruptedException {
        Path make = source.tools().require("make", source.shown() + " (Makefile)");
        source.tools().run("Building the project with make", List.of(make.toString()), source.path(), Map.of());
        return ElfPrograms.of(source, only(source, programs(source.path())), "C++");
    }

    static Program source(ProgramSource source, Path file) throws IOException, InterruptedException {
        source.requireNoMain();
        String name = String.valueOf(file.getFileName());
        String compiler = name.endsWith(".c") ? "gcc" : "g++";
        Path tool = source.tools().require(compiler, source.shown().toString());
        Path output = source.kept().resolve(name.replaceFirst("\\.\\w+$", ""));
        source.tools()
                .run(
                        "Compiling with " + compiler,
                        List.of(tool.toString(), "-O2", "-pthread", "-o", output.toString(), file.toString()),
                        source.folder(),
                        Map.of());
        return ElfPrograms.of(source, output, name.endsWith(".c") ? "C" : "C++");
    }

    /** The programs that a tool has made in a folder, by name; not those by which a tool has tried the compiler. */
    private static Map<String, Path> programs(Path folder) throws IOException {
        Map<String, Path> programs = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
            files = all.filter(file -> Files.isRegularFile(file)
                            && Files.isExecutable(file)
                            && !folder.relativize(file).toString().matches("(.*/)?(CMakeFiles|\\.git|node_modules)/.*"))
                    .toList();
        }
        for (Path file : files) {
            if (LinkedFile.isElf(file) && LinkedFile.read(file).isProgram()) {
                programs.put(String.valueOf(file.getFileName()), file);
            }
        }
        return programs;
    }

    private static Path only(ProgramSource source, Map<String, Path> programs) {
        List<Path> chosen = source.main().isPresent()
                ? Stream.ofNullable(programs.get(source.main().get())).toList()
                : List.copyOf(programs.values());
        if (chosen.size() == 1) {
            return chosen.getFirst();
        }
        throw notOne(source, List.copyOf(programs.keySet()));
    }

    private static BuildException notOne(ProgramSource source, List<String> names) {
        if (names.isEmpty()) {
            return new BuildException(source.shown() + " was built, but no program has come of it.");
        }
        String asked = source.main()
                .map(name -> "--main " + name + ": " + source.shown() + " has no program of that name")
                .orElse(source.shown() + " has several programs");
        return new BuildException(asked + ". Name one with --main: " + String.join(", ", names));
    }
}
