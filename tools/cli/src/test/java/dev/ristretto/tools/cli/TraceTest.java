package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications that are traced by the command as a process of its own, which hands on its streams. */
@Timeout(120)
class TraceTest {

    private static final String SOURCE = """
            public class Main {
                static class A {}
                static class B {}
                public static void main(String[] args) throws Exception {
                    Class.forName("Main$" + args[0]);
                    if (args.length > 1) {
                        byte[] made = java.lang.classfile.ClassFile.of().build(
                                java.lang.constant.ClassDesc.of(args[1]), unused -> {});
                        java.lang.invoke.MethodHandles.lookup().defineClass(made);
                    }
                    System.out.println(args[0] + System.getProperty("end"));
                    if (System.getProperty("end").equals("wait")) {
                        Thread.currentThread().join();
                    }
                    System.exit(Integer.getInteger("end"));
                }
            }
            """;

    @TempDir
    Path folder;

    private Path classes;
    private CommandProcesses processes;

    @BeforeEach
    void makeInstallationAndProgram() throws Exception {
        processes = new CommandProcesses(folder);
        for (String kind : List.of("builder-modules", "patch", "kernel")) {
            Path part = Files.createDirectories(folder.resolve("installation/" + kind));
            Files.writeString(part.resolve("a.jar"), "");
        }
        packAgent(Files.createDirectories(folder.resolve("installation/tracer")).resolve("ristretto-tracer.jar"));
        classes = Files.createDirectories(folder.resolve("classes"));
        Path source = Files.writeString(folder.resolve("Main.java"), SOURCE);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString()))
                .isZero();
    }

    /** As the module's packaging does; before that there are only classes. */
    private static void packAgent(Path jar) throws IOException, URISyntaxException, ReflectiveOperationException {
        Path compiled = Path.of(Class.forName("dev.ristretto.tools.tracer.TracerAgent")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (!Files.isDirectory(compiled)) {
            Files.copy(compiled, jar);
            return;
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "dev.ristretto.tools.tracer.TracerAgent");
        manifest.getMainAttributes().putValue("Boot-Class-Path", "ristretto-tracer.jar");
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(compiled)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new JarEntry(compiled.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
            }
        }
    }

    @AfterEach
    void endAll() {
        processes.close();
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("trace"));
        command.addAll(List.of(words));
        return processes.start(
                ProcessBuilder.Redirect.to(folder.resolve("errors").toFile()), command);
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    private String found() throws IOException {
        return Files.readString(folder.resolve("classes.metadata/reachability-metadata.json"));
    }

    @Test
    void runsAddUpAndStatusAndOutputAreTheApplications() throws Exception {
        Process first = start(classes.toString(), "-D", "end=0", "--", "A");
        assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("A0\n");
        assertThat(first.waitFor()).isZero();
        assertThat(errors())
                .contains("the run used 1 type, 0 resources, 0 bundles and 0 proxies by name")
                .endsWith("; next: ristretto build " + classes + "\n");
        String once = found();

        assertThat(start(classes.toString(), "-D", "end=3", "--", "B").waitFor())
                .isEqualTo(3);
        assertThat(errors()).contains("reachability-metadata.json has 2 types");
        assertThat(once).contains("Main$A").doesNotContain("Main$B");
        assertThat(found()).contains("Main$A", "Main$B");

        assertThat(start(classes.toString(), "-D", "end=0", "--", "A").waitFor())
                .isZero();
        assertThat(found()).contains("Main$A", "Main$B");
        try (Stream<Path> files = Files.list(folder.resolve("classes.metadata"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void classesThatRunsMakeAreKept() throws Exception {
        assertThat(start(classes.toString(), "-D", "end=0", "--", "A", "Made").waitFor())
                .isZero();
        assertThat(errors()).contains("0 proxies by name, and made 1 class");
        assertThat(start(classes.toString(), "-D", "end=0", "--", "A", "Another")
                        .waitFor())
                .isZero();
        Path metadata = folder.resolve("classes.metadata");
        assertThat(metadata.resolve("classes")).isDirectoryContaining("glob:**/{Made,Another}.class");
        try (Stream<Path> files = Files.list(metadata)) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            metadata.resolve("classes"), metadata.resolve("reachability-metadata.json"));
        }
    }

    @Test
    void aSignalEndsTheApplicationAndWhatWasFoundIsKept() throws Exception {
        Process trace = start(classes.toString(), "-D", "end=wait", "--", "A");
        try (BufferedReader lines = trace.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("Await");
            assertThat(new ProcessBuilder("kill", "-TERM", Long.toString(trace.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
        assertThat(trace.waitFor()).as(errors()).isEqualTo(143);
        assertThat(errors()).contains("; next: ristretto build ");
        assertThat(found()).contains("Main$A");
    }

    @Test
    void whatCannotBeRunIsTold() throws Exception {
        assertThat(start(folder.resolve("missing.jar").toString()).waitFor()).isEqualTo(125);
        assertThat(errors()).isEqualTo("ristretto: No such file or folder: " + folder.resolve("missing.jar") + "\n");
        Path place = Files.createDirectories(folder.resolve("classes.metadata"));
        Files.writeString(place.resolve("reachability-metadata.json"), "[]");
        assertThat(start(classes.toString()).waitFor()).isEqualTo(125);
        assertThat(errors()).contains("is no reachability metadata: it is no object. Mend it, or delete it");
    }
}
