package dev.ristretto.tools.tracer;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A small program in a JVM of its own, with the agent. */
final class TracedProgram {
    private final Path folder;
    private final Path classes;

    /** @param source of a class {@code app.Main}, behind {@code package app;} and imports of what is used often */
    TracedProgram(Path folder, String source) throws IOException {
        this.folder = folder;
        this.classes = Files.createDirectories(folder.resolve("classes"));
        Path file = Files.createDirectories(folder.resolve("sources/app")).resolve("Main.java");
        Files.writeString(
                file, "package app;\nimport java.util.*;\nimport java.io.*;\nimport java.lang.reflect.*;\n" + source);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-nowarn", "-d", classes.toString(), file.toString());
        if (status != 0) {
            throw new IllegalArgumentException("does not compile: " + source);
        }
    }

    /** Puts a file beside the classes. */
    TracedProgram with(String name, String content) throws IOException {
        Path file = classes.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
        return this;
    }

    /** Where the findings are. */
    Path findings() {
        return folder.resolve("found.json");
    }

    Process start(String... options) throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + agent() + "=" + findings()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classes.toString(), "app.Main"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Runs it to its end, which is to be in order and without output; returns what was found. */
    String run(String... options) throws Exception {
        Process process = start(options);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0 || !output.isEmpty()) {
            throw new AssertionError("status " + status + ": " + output);
        }
        return Files.readString(findings());
    }

    /** The agent as its module's packaging makes it. */
    private Path agent() throws IOException, URISyntaxException {
        Path compiled = Path.of(TracerAgent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = folder.resolve("ristretto-tracer.jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", TracerAgent.class.getName());
        attributes.putValue("Boot-Class-Path", jar.getFileName().toString());
        attributes.putValue("Can-Retransform-Classes", "true");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(compiled)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(
                        new JarEntry(compiled.relativize(file).toString().replace(File.separatorChar, '/')));
                zip.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
