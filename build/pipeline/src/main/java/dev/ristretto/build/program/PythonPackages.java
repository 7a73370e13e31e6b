package dev.ristretto.build.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.build.BuildException;
import dev.ristretto.image.model.Digest;
import dev.ristretto.run.host.FileTrees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The packages that a project of Python needs. Immutable.
 *
 * @param folder with them; none if it needs none
 * @param scripts names of programs that the project itself has
 */
record PythonPackages(Optional<Path> folder, Set<String> scripts) {
    private static final List<String> ENVIRONMENTS = List.of(".venv", "venv");
    /** What a project says of itself (PyPA specification of pyproject.toml); tomllib is there since Python 3.11. */
    private static final String QUESTION = """
            import json, sys, tomllib
            project = tomllib.load(open(sys.argv[1], 'rb')).get('project', {})
            print(json.dumps({'dependencies': project.get('dependencies', []), 'scripts': list(project.get('scripts', {}))}))
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The virtual environment in a folder, if somebody has made one. */
    static Optional<Path> environment(Path project) {
        return ENVIRONMENTS.stream()
                .map(project::resolve)
                .filter(folder -> Files.isRegularFile(folder.resolve("pyvenv.cfg")))
                .findFirst();
    }

    /** Those of a virtual environment, else what pip installs into a folder of the build, once for the same input. */
    static PythonPackages of(ProgramSource source, PythonRuntime python) throws IOException, InterruptedException {
        Optional<Path> environment = environment(source.path());
        if (environment.isPresent()) {
            Path folder = environment.get().resolve("lib/python" + python.release() + "/site-packages");
            return new PythonPackages(Optional.of(folder).filter(Files::isDirectory), Set.of());
        }
        Path requirements = source.path().resolve("requirements.txt");
        Path project = source.path().resolve("pyproject.toml");
        if (Files.isRegularFile(requirements)) {
            boolean none = Files.readString(requirements, StandardCharsets.UTF_8)
                    .lines()
                    .allMatch(line -> line.isBlank() || line.strip().startsWith("#"));
            return none
                    ? new PythonPackages(Optional.empty(), Set.of())
                    : installed(source, python, List.of("-r", requirements.toString()), Set.of());
        }
        return Files.isRegularFile(project)
                ? ofProject(source, python, project)
                : new PythonPackages(Optional.empty(), Set.of());
    }

    private static PythonPackages ofProject(ProgramSource source, PythonRuntime python, Path project)
            throws IOException, InterruptedException {
        JsonNode said;
        try {
            said = JSON.readTree(source.tools()
                    .ask(List.of(python.executable().toString(), "-I", "-c", QUESTION, project.toString())));
        } catch (JsonProcessingException e) {
            throw new BuildException(project + " cannot be read: " + e.getOriginalMessage(), e);
        }
        if (!said.has("scripts")) {
            throw new BuildException(project + " cannot be read by Python " + python.version()
                    + ", which does so from 3.11 on. Look for a mistake in it, or give a requirements.txt.");
        }
        Set<String> scripts = new LinkedHashSet<>();
        said.path("scripts").forEach(name -> scripts.add(name.asText()));
        List<String> wanted = new ArrayList<>();
        if (scripts.isEmpty()) {
            said.path("dependencies").forEach(name -> wanted.add(name.asText()));
        } else {
            wanted.add(source.path().toString());
        }
        return wanted.isEmpty()
                ? new PythonPackages(Optional.empty(), Set.of())
                : installed(source, python, wanted, scripts);
    }

    private static PythonPackages installed(
            ProgramSource source, PythonRuntime python, List<String> wanted, Set<String> scripts)
            throws IOException, InterruptedException {
        Path folder = source.kept().resolve("python");
        Path stamp = source.kept().resolve("python.digest");
        String state = state(source, python, wanted, !scripts.isEmpty());
        if (!Files.isDirectory(folder)
                || !Files.exists(stamp)
                || !Files.readString(stamp).equals(state)) {
            FileTrees.delete(folder);
            List<String> command = new ArrayList<>(List.of(
                    python.executable().toString(),
                    "-m",
                    "pip",
                    "install",
                    "--disable-pip-version-check",
                    "--no-input",
                    "--target",
                    folder.toString()));
            command.addAll(wanted);
            source.tools().run("Installing the dependencies with pip", command, source.path(), Map.of("PIP_USER", "0"));
            Files.writeString(stamp, state);
        }
        return new PythonPackages(Optional.of(folder).filter(Files::isDirectory), scripts);
    }

    /** What decides the packages: descriptions, and all sources where the project itself is one of them. */
    private static String state(ProgramSource source, PythonRuntime python, List<String> wanted, boolean all)
            throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes((python + "\n" + wanted + "\n").getBytes(StandardCharsets.UTF_8));
        List<Path> files;
        try (Stream<Path> found = Files.walk(source.path(), all ? Integer.MAX_VALUE : 1)) {
            files = found.filter(Files::isRegularFile)
                    .filter(file -> all || file.toString().matches(".*\\.(txt|toml|cfg)"))
                    .filter(file -> !file.toString().matches(".*/(\\.git|__pycache__|build|[^/]*\\.egg-info)/.*"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            text.writeBytes((file + " " + Digest.of(Files.readAllBytes(file)) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return Digest.of(text.toByteArray());
    }
}
